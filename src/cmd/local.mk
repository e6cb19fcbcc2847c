# src/cmd: one file per subcommand, one table, main
cmd_sources =
