"""What the setup pages show, one module per subject."""
