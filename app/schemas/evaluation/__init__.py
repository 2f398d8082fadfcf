"""What is asked and told of evaluation 考评."""
