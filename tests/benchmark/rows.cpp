// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "rows.h"

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark::Rows {

static constexpr double KiB = 1024;
static constexpr double MiB = 1024 * KiB;
static constexpr double GiB = 1024 * MiB;

static Bar atMost(double bound, double beyond = NAN)
{
    return {Bar::Sense::AtMost, {}, bound, beyond};
}

static Bar atLeast(double bound, double beyond = NAN)
{
    return {Bar::Sense::AtLeast, {}, bound, beyond};
}

static Bar atMostOf(Column against, double part, double beyond = NAN)
{
    return {Bar::Sense::AtMost, against, part, beyond};
}

static Bar atLeastOf(Column against, double part, double beyond = NAN)
{
    return {Bar::Sense::AtLeast, against, part, beyond};
}

static QString burstText(int burst)
{
    return burst == 1 ? u"alone"_s : u"in a burst of %1"_s.arg(burst);
}

static QString loadText(const QString &program, int inFlight)
{
    return u"`%1`, %2 in flight"_s.arg(program).arg(inFlight);
}

static QString loadId(const QString &what, const QString &program, int inFlight)
{
    return u"%1-%2-%3"_s.arg(what, program).arg(inFlight);
}

Row blockMedian(int burst)
{
    return {u"block-p50-%1"_s.arg(burst),
            u"block p50, "_s + burstText(burst),
            Unit::Time,
            {burst == 1 ? atMostOf(Column::QProcess, 1. / 15, 1. / 40)
                        : atMostOf(Column::QProcess, 1. / 30, 1. / 100)}};
}

Row blockWorst(int burst)
{
    Row row{u"block-p99-%1"_s.arg(burst), u"block p99, "_s + burstText(burst), Unit::Time};
    if (burst == 1)
        row.bars = {atMostOf(Column::QProcess, 1. / 15, 1. / 30)};
    return row;
}

Row blockMedianWithHeap(int burst, int gib)
{
    return {u"block-p50-%1-heap"_s.arg(burst),
            u"block p50, %1, with %2 GiB touched"_s.arg(burstText(burst)).arg(gib),
            Unit::Time,
            {atMostOf(Column::Baseline, 1.5, 1)}};
}

Row commandsPerSecond(const QString &program, int inFlight)
{
    Row row{loadId(u"throughput"_s, program, inFlight),
            u"commands/s, "_s + loadText(program, inFlight), Unit::Rate};
    row.showsLimit = true;
    if (program == u"tiny"_s && inFlight == 64)
        row.bars = {atLeastOf(Column::QProcess, 2.2, 2.8), atLeastOf(Column::Limit, 0.5, 0.65)};
    else if (program == u"/bin/true"_s && inFlight == 64)
        row.bars = {atLeastOf(Column::Limit, 0.78, 0.88)};
    else if (program == u"/bin/true"_s && inFlight == 256)
        row.bars = {atLeastOf(Column::Limit, 0.82, 0.93)};
    return row;
}

Row limitInOneThread(const QString &program)
{
    return {loadId(u"limit"_s, program, 1),
            u"commands/s, `%1`, the limit in one thread"_s.arg(program), Unit::Rate};
}

Row stallWorst(const QString &program, int inFlight)
{
    Row row{loadId(u"stall-p99"_s, program, inFlight),
            u"stall p99, "_s + loadText(program, inFlight), Unit::Time};
    if (inFlight == 64)
        row.bars = {atMostOf(Column::QProcess, 1. / 8)};
    else if (inFlight == 256)
        row.bars = {atMostOf(Column::QProcess, 1. / 20)};
    return row;
}

Row timerNoise()
{
    return {u"timer-noise-p99"_s, u"stall p99, the limit beside an idle loop"_s, Unit::Time};
}

Row callerCpu(const QString &program, int inFlight)
{
    return {loadId(u"caller-cpu"_s, program, inFlight),
            u"caller CPU per command, "_s + loadText(program, inFlight),
            Unit::Time,
            {atMostOf(Column::QProcess, 1. / 6, 1. / 10)}};
}

Row ioThreadCpu(const QString &program, int inFlight)
{
    return {loadId(u"io-thread-cpu"_s, program, inFlight),
            u"I/O thread CPU per command, "_s + loadText(program, inFlight),
            Unit::Time,
            {atMost(30, 20)}};
}

Row helperCpu(const QString &program, int inFlight)
{
    return {loadId(u"helper-cpu"_s, program, inFlight),
            u"helper CPU per command, "_s + loadText(program, inFlight),
            Unit::Time,
            {atMost(25, 16)}};
}

Row output(qint64 bytes)
{
    const QString size
        = bytes % (1 << 30) == 0 ? u"%1 GiB"_s.arg(bytes >> 30) : u"%1 MiB"_s.arg(bytes >> 20);
    return {u"output"_s,
            size + u" of output from one command"_s,
            Unit::Bandwidth,
            {atLeastOf(Column::QProcess, 2.2, 3.5), atLeast(1.8 * GiB)},
            true};
}

Row firstStart()
{
    return {
        u"start-first"_s, u"helper start, the first of a process"_s, Unit::Time, {atMost(1500)}};
}

Row laterStart()
{
    return {u"start-later"_s, u"helper start, a later one"_s, Unit::Time, {atMost(1500)}};
}

Row startAfterKill()
{
    return {u"start-after-kill"_s, u"from the helper's SIGKILL to the next command's start"_s,
            Unit::Time};
}

Row helperResident()
{
    return {u"helper-rss"_s, u"helper memory, resident"_s, Unit::Memory, {atMost(1.5 * MiB)}};
}

Row helperPrivate()
{
    return {u"helper-private"_s,
            u"helper memory, private"_s,
            Unit::Memory,
            {atMost(1.5 * MiB, 0.5 * MiB)}};
}

Row helperResidentAfterLoad()
{
    return {u"helper-rss-loaded"_s,
            u"helper memory, resident, after the load"_s,
            Unit::Memory,
            {atMost(1.5 * MiB)}};
}

Row helperPrivateAfterLoad()
{
    return {u"helper-private-loaded"_s,
            u"helper memory, private, after the load"_s,
            Unit::Memory,
            {atMost(1.5 * MiB, 0.5 * MiB)}};
}

Row queuedCommand()
{
    return {u"queued-command"_s,
            u"application memory per queued command, beside argv and environment"_s,
            Unit::Memory,
            {atMost(1 * KiB)}};
}

Row queuedCommandWithInheritedEnvironment()
{
    return {u"queued-command-inheriting"_s, u"the same, environment inherited"_s, Unit::Memory};
}

Row queuedCommandResident()
{
    return {u"queued-command-rss"_s, u"the same, growth of the resident memory"_s, Unit::Memory};
}

Row monitoredCommandsPerSecond(int monitors)
{
    return {u"monitored-%1"_s.arg(monitors),
            monitors == 1 ? u"commands/s, `tiny`, 64 in flight, a monitor attached"_s
                          : u"the same, %1 of them, one of which never reads"_s.arg(monitors),
            Unit::Rate};
}

Row echoesPerSecond(bool ofScripts)
{
    Row row{ofScripts ? u"echoes-node"_s : u"echoes-qt"_s,
            ofScripts ? u"messages/s there and back, two Node workers"_s
                      : u"messages/s there and back, two Qt workers"_s,
            Unit::Rate};
    if (!ofScripts)
        row.bars = {atLeastOf(Column::Fork, 2)};
    return row;
}

static QString linesText(qint64 count, bool ofScripts)
{
    return u"%1 lines in order through four %2 workers"_s.arg(count).arg(ofScripts ? u"Node"_s
                                                                                   : u"Qt"_s);
}

Row linesPerSecond(qint64 count, bool ofScripts)
{
    return {ofScripts ? u"lines-node"_s : u"lines-qt"_s, u"lines/s, "_s + linesText(count, ofScripts),
            Unit::Rate};
}

Row linesMemory(qint64 count, bool ofScripts)
{
    return {ofScripts ? u"lines-memory-node"_s : u"lines-memory-qt"_s,
            u"application memory, growth during "_s + linesText(count, ofScripts), Unit::Memory};
}

Row peerBlockMedian(int inFlight)
{
    return {u"peers-block-p50"_s, u"block p50, `tiny`, %1 in flight"_s.arg(inFlight), Unit::Time};
}

Row peerCommandsPerSecond(int inFlight)
{
    return {u"peers-throughput"_s, u"commands/s, `tiny`, %1 in flight, beside node"_s.arg(inFlight),
            Unit::Rate};
}

} // namespace Spawn::Benchmark::Rows
