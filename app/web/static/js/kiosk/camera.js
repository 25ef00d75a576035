/* A code held before the camera. */

const LOOK_EVERY_MS = 180;

/** The browser's own reader where there is one, else the library that we carry. */
async function reader() {
  if ("BarcodeDetector" in window) {
    const formats = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
    if (formats.includes("qr_code")) {
      const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
      return async (canvas) => (await detector.detect(canvas))[0]?.rawValue;
    }
  }
  const { decodeQR } = await import("../../vendor/qr-0.7.0/decode.min.js");
  return async (canvas, context) => {
    try {
      return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      return undefined; // no code in this picture
    }
  };
}

async function open(video) {
  video.srcObject = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "user", width: { ideal: 640 }, height: { ideal: 480 } },
  });
  await video.play();
}

async function look(video, read, over) {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  while (!over()) {
    if (video.videoWidth) {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      context.drawImage(video, 0, 0);
      const found = await read(canvas, context).catch(() => undefined);
      if (found) return found;
    }
    await new Promise((later) => setTimeout(later, LOOK_EVERY_MS));
  }
  return undefined;
}

/** The first code seen; rejects where there is no camera. `over()`: is nothing to be looked for any more? */
export async function watchCamera(box, over) {
  const video = box.querySelector("video");
  const read = await reader();
  await open(video);
  box.hidden = false;
  box.dispatchEvent(new Event("kiosk:camera"));
  return look(video, read, over);
}
