"""The settings of cadences and of the texts that their steps send."""
