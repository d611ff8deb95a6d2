"""The pages of the setup, one module per subject."""
