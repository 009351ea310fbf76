"""The screens of coordinators and trainers: roster, person, release desk, evidence desk."""
