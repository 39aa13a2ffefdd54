// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "job/jobbatch.h"

namespace Spawn {

JobBatch::JobBatch(JobRunner *runner, const QString &script, QObject *parent)
    : QObject(parent), m_runner(runner), m_script(script)
{
}

void JobBatch::run(const QJsonValue &payload)
{
    JobReply *const reply = m_runner->run(m_script, payload);
    m_live.emplace(++m_last, reply);
    connect(reply, &JobReply::progress, this, &JobBatch::progress);
    connect(reply, &JobReply::finished, this,
            [this, number = m_last](const JobResult &result) { end(number, result); });
}

void JobBatch::cancelAll()
{
    for (const auto &[number, reply] : m_live)
        reply->cancel();
}

void JobBatch::end(qint64 number, const JobResult &result)
{
    m_live.erase(number);
    m_ended.emplace(number, result);
    while (!m_ended.empty() && (m_live.empty() || m_ended.begin()->first < m_live.begin()->first)) {
        const auto first = m_ended.extract(m_ended.begin());
        Q_EMIT ended(first.key(), first.mapped());
    }
}

} // namespace Spawn
