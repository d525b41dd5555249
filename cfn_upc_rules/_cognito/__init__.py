"""What AWS knows of user pools, their clients, and what belongs to them or uses them."""
