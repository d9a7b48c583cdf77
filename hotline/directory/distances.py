"""Distances and directions on the earth."""

import math

EARTH_KM = 6371.0088


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the kilometres between two points in degrees of WGS84, along a great circle."""
    north, other_north = math.radians(lat), math.radians(other_lat)
    half = math.sin((other_north - north) / 2) ** 2
    half += math.cos(north) * math.cos(other_north) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def bearing(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the degrees, clockwise from north, in which the other point lies as seen from the first."""
    north, other_north = math.radians(lat), math.radians(other_lat)
    turn = math.radians(other_lon - lon)
    east = math.sin(turn) * math.cos(other_north)
    ahead = math.cos(north) * math.sin(other_north) - math.sin(north) * math.cos(other_north) * math.cos(turn)
    return math.degrees(math.atan2(east, ahead)) % 360
