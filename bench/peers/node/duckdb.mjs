// SPDX-License-Identifier: MIT
// DuckDB as a peer of hashagg: the rows that `partop run hashagg --seed 1` makes, grouped by key.
//
//	node duckdb.mjs FOLDER version
//	node duckdb.mjs FOLDER make FILE KEYS ROWS		a database with the rows as its table t
//	node duckdb.mjs FOLDER groups FILE N			GROUPS ROWS, then KEY COUNT SUM of the N
//								groups with the largest sums, ties by key as a text
//	node duckdb.mjs FOLDER run FILE TURNS THREADS...	a line for each of them and each turn, in
//								turn: THREADS QUERY SECONDS GROUPS
//
// FOLDER has node_modules/@duckdb/node-api.  `run` copies the rows into memory first, and does each query
// once that is not counted.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [folder, command, file, ...words] = process.argv.slice(2);
const duckdb = createRequire(resolve(folder) + '/')('@duckdb/node-api');
const seed = 1;

// As pt_mix() and key_at(): numbers of 64 bits that wrap around.
const macros = `
create macro low(x) as (x & 18446744073709551615::uhugeint)::ubigint;
create macro times(x, y) as low(x::uhugeint * y::uhugeint);
create macro mix_1(x) as low(x::uhugeint + 11400714819323198485::uhugeint);
create macro mix_2(x) as times(xor(x, x >> 30), 13787848793156543929);
create macro mix_3(x) as times(xor(x, x >> 27), 10723151780598845931);
create macro mix_4(x) as xor(x, x >> 31);
create macro mix(x) as mix_4(mix_3(mix_2(mix_1(x))));
create macro key_at(x, keys) as ((x::uhugeint * keys::uhugeint) >> 64)::uinteger;
create macro value_at(x) as (mix(xor(x, 18446744073709551615)) % 10000)::integer - 1000;`;

// What the target is about; and groups that are counted at once, so that no table of results is made.
const queries = {
	groups: 'select k, count(*), sum(v) from t group by k',
	counted: 'select count(*), sum(c), sum(s) from (select k, count(*) c, sum(v) s from t group by k)',
};

async function open() {
	const instance = await duckdb.DuckDBInstance.create(':memory:');
	return instance.connect();
}

async function attach(db, how) {
	await db.run(`attach '${file.replaceAll("'", "''")}' as kept ${how}`);
}

async function make(keys, rows) {
	const db = await open();
	await attach(db, '');
	await db.run(macros);
	await db.run(`create table kept.t as select key_at(x, ${Number(keys)}) k, value_at(x) v
		from (select mix((${seed} + range)::ubigint) x from range(${Number(rows)}))`);
	await db.run('detach kept');
}

async function load() {
	const db = await open();
	await attach(db, '(read_only)');
	await db.run('create table t as from kept.t');
	await db.run('detach kept');
	return db;
}

async function groups(limit) {
	const db = await load();
	const all = await db.runAndReadAll('select count(distinct k)::varchar, count(*)::varchar from t');
	const top = await db.runAndReadAll(`select k::varchar as name, count(*)::varchar, sum(v)::varchar
		from t group by k order by sum(v) desc, name limit ${Number(limit)}`);
	for (const row of [...all.getRows(), ...top.getRows()]) console.log(row.join(' '));
}

async function turn(db, threads, name) {
	await db.run(`set threads = ${Number(threads)}`);
	const begin = performance.now();
	const result = await db.run(queries[name]);
	const seconds = (performance.now() - begin) / 1000;
	return [threads, name, seconds.toFixed(6), result.rowCount].join(' ');
}

async function run(turns, ...threads) {
	const db = await load();
	for (let i = -1; i < Number(turns); i++)
		for (const n of threads)
			for (const name of Object.keys(queries)) {
				const line = await turn(db, n, name);
				if (i >= 0) console.log(line);
			}
}

const commands = {
	version: () => console.log(`DuckDB ${duckdb.version()}, node ${process.version}`), make, groups, run,
};
await commands[command](...words);
