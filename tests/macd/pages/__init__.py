"""Every page of everybody: who may see it, what is typed into it, what is sent from it twice."""
