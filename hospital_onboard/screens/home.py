"""placeholder"""
from hospital_onboard.screens.base import WorkScreen
class HomeScreen(WorkScreen):
    name_key="home"
