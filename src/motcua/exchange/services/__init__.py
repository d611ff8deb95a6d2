"""Writes of the exchange: one public function, one transaction."""
