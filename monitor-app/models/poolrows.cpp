// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/poolrows.h"

#include "models/commandtext.h"
#include "models/momenttext.h"
#include "models/plaintooltip.h"
#include "models/quantity.h"
#include "models/workertext.h"

#include <algorithm>

namespace Spawn {

// What adds up from the workers to their pool.
struct PoolSum
{
    int running = 0;
    int wanted = 0;
    qint64 outstanding = 0;
    qint64 waiting = 0;
    quint64 handled = 0;
    qint64 memory = -1; // -1: of none of them it is known
    double share = -1;
    int ends = 0;

    PoolSum &operator+=(const PoolSum &other)
    {
        running += other.running;
        wanted += other.wanted;
        outstanding += other.outstanding;
        waiting += other.waiting;
        handled += other.handled;
        ends += other.ends;
        if (other.memory >= 0)
            memory = std::max<qint64>(0, memory) + other.memory;
        if (other.share >= 0)
            share = std::max(0.0, share) + other.share;
        return *this;
    }
};

static QString &textOf(PoolRow &row, PoolColumn column)
{
    return row.texts[size_t(column)];
}

static QString &toolTipOf(PoolRow &row, PoolColumn column)
{
    return row.toolTips[size_t(column)];
}

static void setFigures(PoolRow &row, const PoolSum &sum)
{
    textOf(row, PoolColumn::Outstanding) = countText(quint64(sum.outstanding));
    textOf(row, PoolColumn::Handled) = countText(sum.handled);
    textOf(row, PoolColumn::Memory) = memoryText(sum.memory);
    textOf(row, PoolColumn::Processor) = sum.share < 0 ? QString() : percentText(sum.share);
}

static void setSums(PoolRow &row, const PoolSum &sum)
{
    setFigures(row, sum);
    textOf(row, PoolColumn::Waiting) = countText(quint64(sum.waiting));
    textOf(row, PoolColumn::Ends) = countText(quint64(sum.ends));
    textOf(row, PoolColumn::State)
        = QStringLiteral("%1 of %2 running")
              .arg(countText(quint64(sum.running)), countText(quint64(sum.wanted)));
    row.state
        = sum.running > 0 ? Mark{Glyph::Triangle, Tone::Accent} : Mark{Glyph::Ring, Tone::Neutral};
    toolTipOf(row, PoolColumn::Waiting)
        = QStringLiteral("Messages that no worker has been given yet");
    toolTipOf(row, PoolColumn::Outstanding)
        = QStringLiteral("Messages that workers have been given and have not answered");
}

static std::unique_ptr<PoolRow> workerRow(const WorkerSnapshot &worker,
                                          const SpawnerSnapshot &snapshot, qint64 now, PoolSum &sum)
{
    auto row = std::make_unique<PoolRow>();
    row->part.worker = worker.command;
    textOf(*row, PoolColumn::Name) = QStringLiteral("Worker #%1").arg(worker.command);
    textOf(*row, PoolColumn::State) = workerStateWord(worker.state);
    row->state = workerMark(worker.state);
    PoolSum own;
    own.running = worker.state == WorkerSnapshot::State::Running ? 1 : 0;
    own.outstanding = worker.outstanding;
    own.handled = worker.handled;
    const auto command = snapshot.commands.constFind(worker.command);
    if (command != snapshot.commands.cend()) {
        own.memory = command->residentMemory;
        own.share = command->processorShare;
        if (command->processId != 0)
            textOf(*row, PoolColumn::ProcessId) = QString::number(command->processId);
        if (command->started != 0) {
            textOf(*row, PoolColumn::Up)
                = spanText(std::chrono::milliseconds(std::max<qint64>(0, now - command->started)));
        }
        toolTipOf(*row, PoolColumn::Name) = plainToolTip(commandLine(*command));
    }
    setFigures(*row, own);
    sum += own;
    return row;
}

static void setProgramState(PoolRow &row, const PoolProgramSnapshot &program, qint64 now)
{
    if (program.gaveUp) {
        textOf(row, PoolColumn::State) = QStringLiteral("Gave up");
        toolTipOf(row, PoolColumn::State) = QStringLiteral(
            "Its workers ended too early too often; to restart or to add one tries again");
        row.state = {Glyph::BarredRing, Tone::Fail};
    } else if (program.nextStart > now && program.workers.size() < program.wanted) {
        const std::chrono::milliseconds left(program.nextStart - now);
        textOf(row, PoolColumn::State) = QStringLiteral("Next start in ") + roughSpanText(left);
        row.state = {Glyph::Clock, Tone::Warn};
    }
}

static QString endToolTip(const SpawnerSnapshot &snapshot, const PoolPart &part, qint64 now)
{
    const auto last = std::find_if(
        snapshot.workerEnds.crbegin(), snapshot.workerEnds.crend(), [&part](const WorkerEnd &end) {
            return end.pool == part.pool && (part.program.isEmpty() || end.program == part.program);
        });
    return last == snapshot.workerEnds.crend()
        ? QString()
        : plainToolTip(
            QStringLiteral("Last at %1. %2").arg(momentText(last->time, now), causeText(*last)));
}

static std::unique_ptr<PoolRow> programRow(quint64 pool, const PoolProgramSnapshot &program,
                                           const SpawnerSnapshot &snapshot, qint64 now,
                                           PoolSum &poolSum)
{
    auto row = std::make_unique<PoolRow>();
    row->part = {pool, program.program, 0};
    PoolSum sum;
    for (const WorkerSnapshot &worker : program.workers) {
        auto below = workerRow(worker, snapshot, now, sum);
        below->part.pool = pool;
        below->part.program = program.program;
        row->add(std::move(below));
    }
    sum.wanted = program.wanted;
    sum.waiting = program.queued;
    sum.handled = program.received; // by those that have ended too
    sum.ends = program.finished;
    setSums(*row, sum);
    setProgramState(*row, program, now);
    textOf(*row, PoolColumn::Name) = programName(program.program);
    toolTipOf(*row, PoolColumn::Name) = plainToolTip(program.program);
    toolTipOf(*row, PoolColumn::Handled)
        = QStringLiteral("%1 sent, %2 of them again; %3 lost")
              .arg(countText(program.sent), countText(program.redelivered),
                   countText(program.dropped));
    toolTipOf(*row, PoolColumn::Ends) = endToolTip(snapshot, row->part, now);
    poolSum += sum;
    return row;
}

std::unique_ptr<PoolRow> poolRows(const SpawnerSnapshot &snapshot, qint64 now)
{
    auto all = std::make_unique<PoolRow>();
    for (const PoolSnapshot &pool : snapshot.pools) {
        auto row = std::make_unique<PoolRow>();
        row->part.pool = pool.number;
        PoolSum sum;
        QStringList gaveUp;
        for (const PoolProgramSnapshot &program : pool.programs) {
            auto below = programRow(pool.number, program, snapshot, now, sum);
            if (program.gaveUp)
                gaveUp += textOf(*below, PoolColumn::Name);
            row->add(std::move(below));
        }
        setSums(*row, sum);
        if (pool.paused) {
            textOf(*row, PoolColumn::State) = QStringLiteral("Paused");
            row->state = {Glyph::PauseBars, Tone::Neutral};
        } else if (!gaveUp.isEmpty()) {
            // To be seen when the pool is closed.
            row->state = {Glyph::WarningSign, Tone::Warn};
            toolTipOf(*row, PoolColumn::State)
                = plainToolTip(QStringLiteral("Gave up: ") + gaveUp.join(QStringLiteral(", ")));
        }
        textOf(*row, PoolColumn::Name) = poolText(pool);
        toolTipOf(*row, PoolColumn::Ends) = endToolTip(snapshot, row->part, now);
        all->add(std::move(row));
    }
    return all;
}

} // namespace Spawn
