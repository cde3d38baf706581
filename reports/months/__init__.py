"""The pages on which a month is reviewed, published and restated."""
