"""What ships with the program: prefectures, hospitals, countries, measures, and the words people use for them.

Nothing is read when a module is imported; the first question reads its file in ``seed_data/`` once. A broken file is a
``strict_yaml.SeedError`` that says where.
"""
