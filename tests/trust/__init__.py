"""What somebody may trust this service with: figure by figure, what holds it, how that ended last, what is missing."""
