// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "options.h"

#include "processstat.h"

#include <QtCore/QCommandLineParser>

#include <cstdio>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

[[noreturn]] static void fail(const QString &text)
{
    fprintf(stderr, "%s\n", qPrintable(text));
    exit(2);
}

static double positive(const QCommandLineParser &parser, const QString &name, double fallback)
{
    if (!parser.isSet(name))
        return fallback;
    bool isNumber = false;
    const double value = parser.value(name).toDouble(&isNumber);
    if (!isNumber || value <= 0)
        fail(u"--%1 takes a number above zero, not \"%2\""_s.arg(name, parser.value(name)));
    return value;
}

static void setHeap(Options &options, const QCommandLineParser &parser)
{
    bool isNumber = true;
    const bool isSet = parser.isSet(u"heap"_s);
    options.heapGib = isSet ? parser.value(u"heap"_s).toInt(&isNumber) : options.quick ? 0 : 8;
    if (!isNumber || options.heapGib < 0)
        fail(u"--heap takes a whole number of GiB, not \"%1\""_s.arg(parser.value(u"heap"_s)));
    if (options.heapGib == 0) {
        options.heapNote = u"not measured (--heap GiB)"_s;
        return;
    }
    const double gib = availableMemory() / (1 << 30);
    if (gib >= options.heapGib + 1)
        return;
    options.heapNote
        = u"not measured: %1 GiB wanted, %2 GiB of memory available"_s.arg(options.heapGib)
              .arg(gib, 0, 'f', 1);
    options.heapGib = 0;
}

Options parsedOptions(const QStringList &arguments, const QStringList &experiments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Measures AsyncSpawner, QProcess and the bare limit of the kernel side by side, "
        "interleaved round by round, and prints a table in Markdown."_s);
    parser.addHelpOption();
    parser.addOptions({
        {u"quick"_s, u"A minute and a half: shows that everything works, not how quick it is."_s},
        {u"rounds"_s, u"Rounds (7; quick: 2)."_s, u"N"_s},
        {u"seconds"_s, u"Length of each load (0.5; quick: 0.15)."_s, u"S"_s},
        {u"heap"_s, u"Heap to measure the block with (8; quick: 0, which is not at all)."_s,
         u"GiB"_s},
        {u"only"_s, u"Some of: %1."_s.arg(experiments.join(u", "_s)), u"NAME,..."_s},
        {u"programs"_s, u"What the loads run: \"tiny\", our own, and paths (tiny,/bin/true)."_s,
         u"PROGRAM,..."_s, u"tiny,/bin/true"_s},
        {u"tsv"_s, u"Also write the figures of all rounds."_s, u"FILE"_s},
    });
    parser.process(arguments);
    if (!parser.positionalArguments().isEmpty())
        fail(u"Unexpected: %1"_s.arg(parser.positionalArguments().first()));

    Options options;
    options.quick = parser.isSet(u"quick"_s);
    options.rounds = int(positive(parser, u"rounds"_s, options.quick ? 2 : 7));
    options.seconds = positive(parser, u"seconds"_s, options.quick ? 0.15 : 0.5);
    options.programs = parser.value(u"programs"_s).split(u',', Qt::SkipEmptyParts);
    options.tsvFile = parser.value(u"tsv"_s);
    options.only = parser.value(u"only"_s).split(u',', Qt::SkipEmptyParts);
    for (const QString &name : std::as_const(options.only)) {
        if (!experiments.contains(name))
            fail(u"\"%1\" is none of %2"_s.arg(name, experiments.join(u", "_s)));
    }
    if (options.rounds < 1)
        fail(u"--rounds takes 1 or more"_s);
    setHeap(options, parser);
    return options;
}

} // namespace Spawn::Benchmark
