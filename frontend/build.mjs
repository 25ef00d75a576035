/* Builds the studio's vendor bundles (`make frontend`, for maintainers; README.md says when and how).
 *
 * Only what others made is bundled; our own scripts are served as they are written. The output is kept in
 * git, with a manifest of every input and output, so that nobody needs Node to install or test the hall. */

import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = join(HERE, "../app/web/static/vendor/studio-1");
const ENTRIES = ["src/modeler.js", "src/modeler.css", "src/dmn.js", "src/dmn.css"];
const FONTS = { "bpmn.woff2": "bpmn-font", "dmn.woff2": "dmn-font" };

/** The font faces keep one format, the one that every browser of today reads. */
const oneFontFormat = {
  name: "one-font-format",
  setup(set) {
    set.onLoad({ filter: /-font\/css\/(bpmn|dmn)\.css$/ }, ({ path }) => {
      const name = path.match(/(bpmn|dmn)\.css$/)[1];
      const face = `@font-face { font-family: "${name}"; src: url("../font/${name}.woff2") format("woff2"); }`;
      const rest = readFileSync(path, "utf8").replace(/\/\*[\s\S]*?\*\//g, "").replace(/@font-face\s*{[^}]*}/, "");
      return { contents: face + rest.replace('@charset "utf-8";', ""), loader: "css" };
    });
  },
};

/** The editor inside the tables mounts <style> tags, which our content policy refuses: use its other way. */
const adoptStyleSheets = {
  name: "adopt-style-sheets",
  setup(set) {
    set.onLoad({ filter: /style-mod\/src\/style-mod\.js$/ }, ({ path }) => {
      const before = "if (!root.head && root.adoptedStyleSheets";
      const source = readFileSync(path, "utf8");
      if (!source.includes(before)) throw new Error("style-mod has changed: see adoptStyleSheets");
      return { contents: source.replace(before, "if (root.adoptedStyleSheets"), loader: "js" };
    });
  },
};

const sha256 = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");
const hashes = (folder, names) => Object.fromEntries(names.sort().map((name) => [name, sha256(join(folder, name))]));

/** The packages that went into a bundle, by the files that esbuild read. */
function packages(inputs) {
  const found = inputs.map((name) => name.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]).filter(Boolean);
  return [...new Set(found)].sort().map(described);
}

function described(name) {
  const folder = join(HERE, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  return { name, version, licence: license ?? "see the text", text: file ? readFileSync(join(folder, file), "utf8") : "" };
}

function licences(used) {
  const others = Object.values(FONTS).map((name) => ({
    name, version: "as packed in the modeler", licence: "OFL-1.1",
    text: readFileSync(join(HERE, "licences", `${name}.txt`), "utf8"),
  }));
  const told = ({ name, version, licence, text }) =>
    `${"=".repeat(78)}\n${name} ${version} (${licence})\n${"=".repeat(78)}\n\n${text.trim() || "The package carries no text of its own; its package.json names the licence."}\n`;
  return [...used, ...others].map(told).join("\n").replaceAll("\r\n", "\n");
}

/** Every text that the modeler shows by way of its `translate`, so that a test can say which lacks its Romanian. */
function phrases(inputs) {
  const found = new Set();
  for (const name of inputs.filter((one) => one.endsWith(".js") && !/token-simulation|dmn/.test(one))) {
    const source = readFileSync(join(HERE, name), "utf8");
    for (const [, , text] of source.matchAll(/\b_?translate\(\s*(['"])((?:(?!\1)[^\\\n]|\\.)+)\1/g)) found.add(text);
    for (const [, text] of source.matchAll(/_GROUP = {[^}]*name: '([^']+)'/g)) found.add(text);
    if (/PopupEntries|ReplaceOptions/.test(name)) {
      for (const [, , text] of source.matchAll(/label:\s*(['"])((?:(?!\1).)+)\1/g)) found.add(text);
    }
  }
  return [...found].filter((text) => /^[A-Z{]/.test(text) && !text.startsWith("HELLO")).sort();
}

rmSync(OUT, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: HERE,
  entryPoints: ENTRIES,
  outdir: OUT,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  assetNames: "[name]",
  loader: { ".woff2": "file" },
  metafile: true,
  plugins: [oneFontFormat, adoptStyleSheets],
});

const read = Object.keys(metafile.inputs);
const used = packages(read);
const inputs = ["build.mjs", "package.json", "package-lock.json", ...ENTRIES, "src/built_in_rules.js"];
writeFileSync(join(OUT, "LICENSES.txt"), licences(used));
writeFileSync(
  join(OUT, "MANIFEST.json"),
  `${JSON.stringify({
    packages: Object.fromEntries(used.map(({ name, version, licence }) => [name, `${version}, ${licence}`])),
    inputs: hashes(HERE, inputs),
    outputs: hashes(OUT, readdirSync(OUT)),
    phrases: phrases(read),
  }, null, 2)}\n`,
);
for (const { name, text } of used) if (!text) console.warn(`no licence text in ${name}`);
console.log(readdirSync(OUT).map((name) => `${relative(join(HERE, ".."), join(OUT, name))}`).join("\n"));
if (!existsSync(join(OUT, "modeler.js"))) process.exit(1);
