"""This file is the address for machines: figures as data, for systems that hold a key."""
