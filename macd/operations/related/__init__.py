"""Documents that come of one another: amended, put together, split, tried again, waited for."""
