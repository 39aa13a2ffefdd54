// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later

// What the window costs where it has much to show: how soon it is there, and what it takes while
// nothing happens.
#include "attachedwindow.h"
#include "observed.h"
#include "processstat.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QCoreApplication>
#include <QtCore/QTemporaryDir>
#include <QtCore/QThread>

#include <algorithm>
#include <cstdio>

using namespace Spawn::Benchmark;

static constexpr double MiB = 1024 * 1024;
static const QString CommandsPage = QStringLiteral("commands");
static const QString ObservedOption = QStringLiteral("observed");

// What was measured of one page.
struct WindowCost
{
    double firstPaint = -1; // ms: attached, with what waits and runs and the newest that has ended
    double wholePaint = -1; // ms: with all that has ended
    double cpu = -1; // per cent of one core
    ProcessMemory memory{};
};

struct Rest
{
    double before; // ms, for what comes late
    int seconds;
};

static WindowCost costOf(qint64 application, const QString &page, const Observed &observed,
                         const Rest &rest)
{
    WindowCost cost;
    const QTemporaryDir settings;
    const bool hasRows = page == CommandsPage;
    AttachedWindow window(application, page, settings.path());
    cost.firstPaint = window.painted(hasRows ? observed.waiting : 1);
    if (cost.firstPaint < 0)
        return cost;
    if (hasRows)
        cost.wholePaint = window.painted(observed.waiting + observed.finished);
    QThread::msleep(ulong(rest.before));
    const double before = window.cpuTime();
    QThread::sleep(ulong(rest.seconds));
    cost.cpu = (window.cpuTime() - before) / 1e6 / rest.seconds * 100;
    cost.memory = processMemory(window.processId());
    return cost;
}

static int measure(const QStringList &counts, const Observed &observed, int seconds)
{
    QProcess application;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("ASYNCSPAWNER_MONITOR"), QStringLiteral("1"));
    application.setProcessEnvironment(environment);
    application.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    application.start(QCoreApplication::applicationFilePath(),
                      QStringList{QStringLiteral("--") + ObservedOption} + counts);
    if (!application.waitForReadyRead(600'000) || application.readLine() != "ready\n") {
        fputs("the application to look at has not come so far\n", stderr);
        return 1;
    }
    printf("%d commands that have ended, %d that wait; %s build\n", observed.finished,
           observed.waiting, BENCHMARK_BUILD_TYPE);
    bool failed = false;
    double settling = 3000;
    for (const QString &page : {CommandsPage, QStringLiteral("overview")}) {
        const WindowCost cost
            = costOf(application.processId(), page, observed, {settling, seconds});
        settling += std::max(0.0, cost.wholePaint); // elsewhere nothing tells that all has come
        failed = failed || cost.firstPaint < 0;
        printf("%-9s first complete paint %.0f ms", qPrintable(page), cost.firstPaint);
        if (cost.wholePaint >= 0)
            printf(", with all that has ended %.0f ms", cost.wholePaint);
        printf("; at rest %.2f %% of a core over %d s; memory %.0f MiB, private %.0f MiB\n",
               cost.cpu, seconds, cost.memory.resident / MiB, cost.memory.own / MiB);
        fflush(stdout);
    }
    application.closeWriteChannel();
    return application.waitForFinished(60'000) && !failed ? 0 : 1;
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QCommandLineOption finished(QStringLiteral("finished"), QStringLiteral("Commands."),
                                      QStringLiteral("N"), QStringLiteral("100000"));
    const QCommandLineOption waiting(QStringLiteral("waiting"), QStringLiteral("Commands."),
                                     QStringLiteral("N"), QStringLiteral("10000"));
    const QCommandLineOption seconds(QStringLiteral("seconds"), QStringLiteral("Of rest."),
                                     QStringLiteral("S"), QStringLiteral("20"));
    QCommandLineOption observed(ObservedOption);
    observed.setFlags(QCommandLineOption::HiddenFromHelp);
    QCommandLineParser parser;
    parser.addOptions({finished, waiting, seconds, observed});
    parser.addHelpOption();
    parser.process(application);

    const Observed wanted{parser.value(finished).toInt(), parser.value(waiting).toInt()};
    if (parser.isSet(observed))
        return runObserved(wanted);
    return measure({QStringLiteral("--finished"), parser.value(finished),
                    QStringLiteral("--waiting"), parser.value(waiting)},
                   wanted, qMax(1, parser.value(seconds).toInt()));
}
