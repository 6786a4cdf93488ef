let count: Int = "not a number"
