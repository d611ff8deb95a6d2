"""The register books (sổ theo dõi hồ sơ, M07): one per group of fields and year, read, printed, closed."""
