// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later

// Measures AsyncSpawner, QProcess and the bare limit side by side, in one run, interleaved round by
// round, because ratios of one run hold where absolute figures drift with the machine.
#include "bench.h"
#include "block.h"
#include "connections.h"
#include "helloserver.h"
#include "helper.h"
#include "jobkind.h"
#include "jobpeers.h"
#include "jobs.h"
#include "lines.h"
#include "load.h"
#include "monitors.h"
#include "output.h"
#include "peers.h"
#include "pool.h"
#include "queue.h"
#include "report.h"
#include "throughput.h"

#include <jobs/jobhost.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QDateTime>
#include <QtCore/QFileInfo>
#include <QtCore/QSysInfo>

#include <cstdio>
#include <cstring>
#include <sys/resource.h>
#include <thread>

using namespace Qt::StringLiterals;
using namespace Spawn::Benchmark;

struct Experiment
{
    QString name;
    void (*measure)(Bench &bench);
};

static QList<Experiment> experiments()
{
    return {{u"block"_s, measureBlock},
            {u"heap"_s, measureBlockWithHeap},
            {u"throughput"_s, measureThroughput},
            {u"output"_s, measureOutput},
            {u"helper"_s, measureHelper},
            {u"queue"_s, measureQueue},
            {u"monitors"_s, measureMonitors},
            {u"pool"_s, measurePool},
            {u"lines"_s, measureLines},
            {u"jobs"_s, measureJobs},
            {u"connections"_s, measureConnections},
            {u"peers"_s, measurePeers}};
}

static QStringList names()
{
    QStringList all;
    for (const Experiment &experiment : experiments())
        all.append(experiment.name);
    return all;
}

// Before the first spawn: 256 commands in flight have more pipes and pidfds than the usual limit.
static void raiseDescriptorLimit()
{
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return;
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

static QString header(const Options &options)
{
    QStringList arguments = QCoreApplication::arguments();
    arguments[0] = QFileInfo(arguments.at(0)).fileName();
    return u"* %1 %2, %3 cores, Qt %4, %5 build, %6\n"
           "* `%7`\n"
           "* Medians of %8 rounds, of those whose limit before and after agrees within 20 %; "
           "block: the time that the call holds up its thread; stall: how late a timer of 1 ms "
           "comes in the caller's loop; limit: vfork, exec, reap in two threads\n"
           "* Heap: %9\n"
           "* Node's peers: %10; qworker: %11\n\n"_s
               .arg(QSysInfo::kernelType(), QSysInfo::kernelVersion())
               .arg(std::thread::hardware_concurrency())
               .arg(QLatin1StringView(qVersion()), QLatin1StringView(BENCHMARK_BUILD_TYPE),
                    QDateTime::currentDateTimeUtc().toString(Qt::ISODate), arguments.join(u' '))
               .arg(options.rounds)
               .arg(options.heapGib ? u"%1 GiB"_s.arg(options.heapGib) : options.heapNote,
                    havePeers() ? u"measured"_s : u"left out (no NODE_PEERS)"_s,
                    haveQWorker() ? u"measured"_s : u"left out (not in NODE_PEERS)"_s);
}

static void warmUp(Bench &bench)
{
    for (const auto &[column, subject] : bench.subjects()) {
        Q_UNUSED(column);
        const LoadFigures figures = runLoad(*subject, {bench.path(u"tiny"_s)}, 64, 0.1);
        if (!figures.failure.isEmpty())
            bench.fail(figures.failure);
    }
}

int main(int argc, char **argv)
{
    handleJobs();
    if (Spawn::JobHost::isHost())
        return Spawn::JobHost::main(argc, argv);
    raiseDescriptorLimit();
    QCoreApplication application(argc, argv);
    if (argc == 2 && strcmp(argv[1], FirstStartOption) == 0)
        return measureFirstStart();
    if (argc == 2 && strcmp(argv[1], HelloServerOption) == 0)
        return serveHello();

    const Options options = parsedOptions(QCoreApplication::arguments(), names());
    Bench bench(options);
    warmUp(bench);
    for (int round = 0; round < options.rounds && bench.failures().isEmpty(); ++round) {
        bench.beginRound(round);
        for (const Experiment &experiment : experiments()) {
            if (!options.wants(experiment.name))
                continue;
            fprintf(stderr, "round %d of %d: %s\n", round + 1, options.rounds,
                    qPrintable(experiment.name));
            experiment.measure(bench);
        }
    }

    printf("%s%s", qPrintable(header(options)), qPrintable(report(bench.sheet())));
    if (!options.tsvFile.isEmpty() && !bench.sheet().writeTsv(options.tsvFile))
        bench.fail(u"\"%1\" cannot be written"_s.arg(options.tsvFile));
    return bench.failures().isEmpty() ? 0 : 1;
}
