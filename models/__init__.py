"""Everything that turns ink and voice into pictures and film: the networks, and the numerics around them."""
