"""Pages and the API of the exchange."""
