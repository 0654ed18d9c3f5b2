"""What a bureau sees across operators: on whom many depend, and what is coming. Pure; says nothing about duties."""
