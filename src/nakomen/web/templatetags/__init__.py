"""What templates can say besides what Django has."""
