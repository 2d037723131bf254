module example.org/house
