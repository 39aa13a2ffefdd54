// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "jobs/jobhost.h"
#include "jobs/jobmessage.h"

#include <QtCore/QObject>
#include <QtCore/QPointer>

#include <deque>

namespace Spawn {

class ParentChannel;

// The host's loop: takes a request from the channel, calls its function, and is idle again when the
// context has been answered.
class JobServer final : public QObject
{
    Q_OBJECT
public:
    explicit JobServer(ParentChannel *channel);

    void send(const JobAnswer &answer);
    void answered(); // the job that runs

private:
    void take(const QJsonValue &message);
    void run(const JobRequest &request);
    void forget(quint64 run);
    void runNext();

    ParentChannel *const m_channel;
    QPointer<JobContext> m_running;
    bool m_inFunction = false; // of a job that may have answered; the next one waits for its return
    std::deque<JobRequest> m_waiting;
    bool m_ending = false;
};

} // namespace Spawn
