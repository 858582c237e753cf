from lyhord.cli import main

main()
