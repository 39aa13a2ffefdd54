// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "wrk.h"

#include "gate.h"

#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QTimer>

#include <chrono>
#include <csignal>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

static constexpr double LongestLoad = 5; // seconds

static double microsecondsOf(const QRegularExpressionMatch &time)
{
    const QString unit = time.captured(2);
    return time.captured(1).toDouble() * (unit == u"us"_s ? 1 : unit == u"ms"_s ? 1e3 : 1e6);
}

// Each line is one that is known, so that none tells of an error: of a socket, or an answer that
// is no success.
static WrkFigures parsed(const QString &text, bool *isEmpty)
{
    static const QRegularExpression noFigure(
        u"^(Running \\d+[smh] test @ http://127\\.0\\.0\\.1:\\d+/"
        "|  1 threads and \\d+ connections"
        "|  Thread Stats +Avg +Stdev +Max +\\+/- Stdev"
        "|    (Latency|Req/Sec) .*"
        "|  Latency Distribution"
        "|     (50|75|90)% .*"
        "|Transfer/sec: .*)$"_s);
    static const QRegularExpression worst(u"^     99% +([0-9.]+)(us|ms|s) *$"_s);
    static const QRegularExpression requests(
        u"^  (\\d+) requests in [0-9.]+(us|ms|s), \\S+ read$"_s);
    static const QRegularExpression rate(u"^Requests/sec: +([0-9.]+)$"_s);

    WrkFigures figures;
    double count = NAN;
    for (const QString &line : text.split(u'\n', Qt::SkipEmptyParts)) {
        if (const auto worstMatch = worst.match(line); worstMatch.hasMatch())
            figures.worst = microsecondsOf(worstMatch);
        else if (const auto rateMatch = rate.match(line); rateMatch.hasMatch())
            figures.perSecond = rateMatch.captured(1).toDouble();
        else if (const auto requestsMatch = requests.match(line); requestsMatch.hasMatch())
            count = requestsMatch.captured(1).toDouble();
        else if (!noFigure.match(line).hasMatch())
            figures.failure = u"wrk says \"%1\""_s.arg(line.trimmed());
    }
    *isEmpty = count == 0;
    const bool isComplete = count > 0 && figures.perSecond > 0 && figures.worst > 0;
    if (figures.failure.isEmpty() && !isComplete)
        figures.failure = u"wrk tells of no requests:\n"_s + text;
    return figures;
}

static WrkFigures runOnce(quint16 port, const WrkLoad &load, bool *isEmpty)
{
    // wrk knows whole seconds only and ends early with SIGINT, but not before its first line, which
    // is to come at once.
    QStringList arguments{
        u"-oL"_s,           u"wrk"_s,
        u"--threads"_s,     u"1"_s,
        u"--connections"_s, QString::number(load.clients),
        u"--duration"_s,    QString::number(int(std::ceil(load.seconds)) + 1) + u's',
        u"--latency"_s};
    if (!load.keepsAlive)
        arguments += {u"--header"_s, u"Connection: close"_s};
    arguments.append(u"http://127.0.0.1:%1/"_s.arg(port));

    QProcess wrk;
    QString output;
    QTimer end;
    end.setSingleShot(true);
    end.setTimerType(Qt::PreciseTimer);
    end.setInterval(std::chrono::milliseconds(std::lround(load.seconds * 1000)));
    QObject::connect(&end, &QTimer::timeout, &wrk,
                     [&wrk] { kill(pid_t(wrk.processId()), SIGINT); });
    QObject::connect(&wrk, &QProcess::readyReadStandardOutput, &wrk, [&] {
        if (output.isEmpty())
            end.start();
        output += QString::fromUtf8(wrk.readAllStandardOutput());
    });
    Gate gate;
    QObject::connect(&wrk, &QProcess::errorOccurred, &wrk, [&gate] { gate.open(); });
    QObject::connect(&wrk, &QProcess::finished, &wrk, [&] {
        end.stop(); // it has no number any more
        gate.open();
    });
    wrk.start(u"stdbuf"_s, arguments);
    gate.wait("wrk");
    if (wrk.error() != QProcess::UnknownError || wrk.exitCode() != 0)
        return {NAN, NAN,
                u"wrk, exit code %1: %2"_s.arg(wrk.exitCode())
                    .arg(QString::fromUtf8(wrk.readAllStandardError()).trimmed())};
    return parsed(output, isEmpty);
}

// On a busy machine a short load may be over before the first answer.
WrkFigures runWrk(quint16 port, const WrkLoad &load)
{
    bool isEmpty = false;
    WrkFigures figures = runOnce(port, load, &isEmpty);
    for (WrkLoad longer = load; isEmpty && longer.seconds < LongestLoad;) {
        longer.seconds *= 2;
        isEmpty = false;
        figures = runOnce(port, longer, &isEmpty);
    }
    return figures;
}

} // namespace Spawn::Benchmark
