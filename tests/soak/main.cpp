// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/leftovers.h"
#include "faults.h"
#include "load.h"
#include "runlog.h"
#include "shorthelper.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QCommandLineParser>
#include <QtCore/QCoreApplication>
#include <QtCore/QDeadlineTimer>
#include <QtCore/QElapsedTimer>
#include <QtCore/QLoggingCategory>
#include <QtCore/QTemporaryDir>
#include <QtCore/QThread>

#include <cstdio>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace Spawn;

static bool runUntil(const std::function<bool()> &isTrue, QDeadlineTimer deadline)
{
    while (!isTrue() && !deadline.hasExpired())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 50);
    return isTrue();
}

// Of the process, in KiB.
static long peakMemory()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

int main(int argc, char *argv[])
{
    if (isHelperInstead(argv))
        return 1;
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Runs random commands while random things happen to the helper, and looks whether each "
        u"ended once, as it should, ran at most once, and left nothing."_s);
    parser.addHelpOption();
    const QCommandLineOption secondsOption(u"seconds"_s, u"How long (10)."_s, u"S"_s, u"10"_s);
    const QCommandLineOption seedOption(u"seed"_s, u"Of the random numbers."_s, u"N"_s);
    const QCommandLineOption inFlightOption(u"in-flight"_s, u"At a time (48)."_s, u"N"_s, u"48"_s);
    parser.addOptions({secondsOption, seedOption, inFlightOption});
    parser.process(application);
    const quint32 seed = parser.isSet(seedOption) ? parser.value(seedOption).toUInt()
                                                  : QRandomGenerator::system()->generate();
    printf("seed %u\n", seed);
    fflush(stdout);
    QLoggingCategory::setFilterRules(u"spawn.*=false"_s); // each death of a helper is a warning

    const QTemporaryDir folder;
    RunLog log(folder.filePath(u"runs"_s));
    {
        // The I/O thread and its descriptors stay for the life of the process.
        AsyncSpawner first;
        bool ended = false;
        QObject::connect(&first, &AsyncSpawner::finished, &first, [&ended] { ended = true; });
        first.aspawn({u"true"_s});
        runUntil([&ended] { return ended; }, QDeadlineTimer(10000));
    }
    QStringList problems;
    {
        const Leftovers leftovers;
        {
            AsyncSpawner spawner;
            Faults faults(spawner, seed);
            Load load(spawner, log, seed + 1, parser.value(inFlightOption).toInt());
            QElapsedTimer time;
            time.start();
            load.start();
            faults.start();
            runUntil([] { return false; },
                     QDeadlineTimer(parser.value(secondsOption).toInt() * 1000));
            load.stop();
            faults.stop();
            if (!runUntil([&load] { return load.isDone(); }, QDeadlineTimer(60000)))
                problems.append(u"some commands do not end"_s);
            problems += load.problems();
            printf("%lld commands in %.1f s, at most %d attempts\n",
                   static_cast<long long>(load.ended()), double(time.elapsed()) / 1000,
                   load.mostAttempts());
            printf("%d helpers ended: %d killed, %d stopped; %d planned to crash, %d short of "
                   "descriptors, %d of processes or memory\n",
                   faults.ends(), faults.kills(), faults.stops(), faults.crashes(),
                   faults.shortages(), faults.shortHelpers());
            printf("peak memory %ld KiB\n", peakMemory());
        }
        runUntil([&leftovers] { return leftovers.check().isEmpty(); }, QDeadlineTimer(20000));
        if (const QString left = leftovers.check(); !left.isEmpty())
            problems.append(u"left behind: "_s + left);
    }
    for (const QString &problem : std::as_const(problems))
        printf("%s\n", qPrintable(problem));
    return problems.isEmpty() ? 0 : 1;
}
