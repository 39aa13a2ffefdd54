// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/processstat.h"

#include "wire/descriptor.h"

#include <QtCore/QList>

#include <ctime>
#include <fcntl.h>
#include <unistd.h>

namespace Spawn {

// Behind the name, counted from the state.
static constexpr qsizetype StateField = 0;
static constexpr qsizetype ParentField = 1;
static constexpr qsizetype UserTimeField = 11;
static constexpr qsizetype SystemTimeField = 12;
static constexpr qsizetype StartField = 19; // field 22 of the file
static constexpr qsizetype ResidentField = 21; // pages

static qint64 ticksInASecond()
{
    static const qint64 ticks = sysconf(_SC_CLK_TCK);
    return ticks;
}

static std::chrono::nanoseconds now(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::chrono::nanoseconds ProcessStat::startTime() const
{
    const auto ticksPerSecond = static_cast<quint64>(ticksInASecond());
    const auto sinceBoot = std::chrono::seconds(startTicks / ticksPerSecond)
        + std::chrono::nanoseconds(startTicks % ticksPerSecond * 1'000'000'000 / ticksPerSecond);
    return now(CLOCK_REALTIME) - (now(CLOCK_BOOTTIME) - sinceBoot);
}

std::optional<ProcessStat> processStat(qint64 processId)
{
    const QByteArray path = "/proc/" + QByteArray::number(processId) + "/stat";
    const Wire::Descriptor file(open(path.constData(), O_RDONLY | O_CLOEXEC));
    char buffer[1024]; // 52 numbers and a name: less
    const ssize_t size = file ? read(file.get(), buffer, sizeof buffer) : -1;
    if (size <= 0)
        return {};
    const QByteArray text(buffer, size);
    // The name is in parentheses, and may hold blanks and parentheses itself.
    const qsizetype nameStart = text.indexOf('(') + 1;
    const qsizetype nameEnd = text.lastIndexOf(')');
    const QList<QByteArray> fields = text.mid(nameEnd + 2).split(' ');
    if (nameStart <= 0 || nameEnd < nameStart || fields.size() <= ResidentField
        || fields[StateField].size() != 1)
        return {};
    ProcessStat stat;
    stat.name = text.mid(nameStart, nameEnd - nameStart);
    stat.state = fields[StateField].front();
    stat.parent = fields[ParentField].toLongLong();
    stat.startTicks = fields[StartField].toULongLong();
    const qint64 ticks = fields[UserTimeField].toLongLong() + fields[SystemTimeField].toLongLong();
    stat.processorTime = std::chrono::microseconds(ticks * 1'000'000 / ticksInASecond());
    static const qint64 pageSize = sysconf(_SC_PAGESIZE);
    stat.residentMemory = fields[ResidentField].toLongLong() * pageSize;
    return stat;
}

} // namespace Spawn
