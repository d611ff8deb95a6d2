"""The kernel has no tables. Django tells only apps with this module when migrations begin and end."""
