"""The diagram in the modeler, and what its panel offers."""
