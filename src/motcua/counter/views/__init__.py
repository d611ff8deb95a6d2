"""The pages of the counter, one module per job."""
