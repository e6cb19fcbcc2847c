/* SPDX-License-Identifier: MIT */
/*
 * An input that is a descriptor of partop's caller: standard input, or what a shell's process
 * substitution is.  The parent hands it over, as PARTOP_INPUT=NUMBER, since in the child the
 * number of the caller means something else.
 */
#ifndef PT_RUNNER_INPUT_H
#define PT_RUNNER_INPUT_H

struct pt_error;
struct pt_job;

/*
 * Makes it what pt_input_open() opens under its name.  A pipe, or the rest of a file that was read
 * in part, is copied into memory, half of what is free at most.  0 also when there is none; or -1
 * with e filled.
 */
int pt_runner_take_input(const struct pt_job *j, struct pt_error *e);

#endif
