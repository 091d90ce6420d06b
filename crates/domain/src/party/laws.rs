//! What holds after whatever happens to the customers of a house.
