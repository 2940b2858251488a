"""The rules of approval, tried by table and by generated story."""
