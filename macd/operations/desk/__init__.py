"""What the provider's people and readers keep for themselves beside the documents."""
