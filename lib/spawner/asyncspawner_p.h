// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/engineevent.h"
#include "engine/engineobserver.h"
#include "engine/enginerequest.h"
#include "engine/eventmailbox.h"
#include "engine/requestmailbox.h"
#include "spawner/asyncspawner.h"
#include "spawner/environmentsnapshot.h"
#include "spawner/logtarget.h"

#include <QtCore/QHash>
#include <QtCore/QObject>

#include <deque>
#include <memory>
#include <vector>

namespace Spawn {

// The spawner's half in its own thread: posts requests, receives the engine's events, and turns
// them into the signals of the spawner and its replies.
class AsyncSpawnerPrivate final : public QObject
{
public:
    explicit AsyncSpawnerPrivate(AsyncSpawner *spawner);
    ~AsyncSpawnerPrivate() override;

    CommandReply *aspawn(const Command &command, const CommandSpec &spec);
    void post(EngineAction action);
    void configure();
    void
    setObserver(std::shared_ptr<EngineObserver> observer); // of all that happens; null: no more
    void forget(CommandReply *reply); // it is being deleted before its end

    quint64 id() const { return m_id; } // among all spawners of the process

    AsyncSpawner *const q;
    EngineSettings settings;
    RestartPolicy restartPolicy;
    AsyncSpawner::State state = AsyncSpawner::State::NotRunning;
    qint64 helperProcessId = 0;
    bool destroyed = false;
    QHash<quint64, CommandReply *> replies;
    int queuedCount = 0;
    int runningCount = 0;
    QList<HelperExit> history;
    LogTarget log;
    std::shared_ptr<EngineObserver> observer;

protected:
    bool event(QEvent *event) override;

private:
    struct Receiver; // turns each kind of event into its signals

    void open();
    void wake();
    void deliver();
    void endLocally(quint64 id, std::unique_ptr<Outcome> outcome);
    CommandReply *find(quint64 id) const { return replies.value(id); }
    static bool isCounted(const CommandReply *reply); // in queuedCount and runningCount
    void setReplyState(CommandReply *reply, CommandReply::State to);
    void finish(CommandReply *reply, Outcome &&outcome);
    void logSubmitted(const CommandSpec &spec, quint64 id) const;
    void logFinished(const CommandReply *reply) const;

    const quint64 m_id;
    std::shared_ptr<RequestMailbox> m_requests; // null until the first request
    std::shared_ptr<EventMailbox> m_events;
    std::vector<EngineEvent> m_batch;
    std::deque<EngineEvent> m_incoming;
    bool m_wakePosted = false;
    quint64 m_lastCommandId = 0;
    EnvironmentSnapshot m_environment;
};

} // namespace Spawn
