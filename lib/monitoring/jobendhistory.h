// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <jobs/jobsnapshot.h>

#include <deque>

namespace Spawn {

// The last jobs that have ended: so many, and fewer when what they were given and have answered is
// large.
class JobEndHistory final
{
public:
    JobEndHistory(qsizetype count, qsizetype bytes) : m_maximumCount(count), m_maximumBytes(bytes)
    {
    }

    // To the list, which only this changes.
    void append(QList<JobEnd> &ends, const JobEnd &end);
    void clear();

private:
    const qsizetype m_maximumCount;
    const qsizetype m_maximumBytes;
    std::deque<qsizetype> m_sizes; // of each
    qsizetype m_bytes = 0;
};

} // namespace Spawn
