"""Who is responsible for a case 权责清单, by the routing rules, the matrix and the filing rule."""
