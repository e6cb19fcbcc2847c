/* SPDX-License-Identifier: MIT */
/*
 * An input that is no file to be read at offsets as often as wanted: a descriptor of partop's
 * caller (standard input, or what a shell's process substitution is), a named pipe, or a file of
 * /proc.
 *
 * The parent hands a descriptor over, as PARTOP_INPUT=NUMBER, since in the child the number of the
 * caller means something else.  A name is opened here.
 */
#ifndef PT_RUNNER_INPUT_H
#define PT_RUNNER_INPUT_H

struct pt_error;
struct pt_job;

/*
 * Makes it what pt_input_open() opens under its name.  A pipe, the rest of a file that was read in
 * part, and a file that does not tell its size are copied into memory, half of what is free at
 * most: so all versions read the same bytes, as often as they run.  0 also when there is none; or
 * -1 with e filled.
 */
int pt_runner_take_input(const struct pt_job *j, struct pt_error *e);

#endif
