"""A service that holds keys of seals and signatures, simulated: hashes come in, signatures go out."""
