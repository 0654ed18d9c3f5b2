"""What a plan must do, by when and why: the evaluation of duties/*.yaml."""
