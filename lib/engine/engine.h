// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/commandqueue.h"
#include "engine/controlgroups.h"
#include "engine/engineobserver.h"
#include "engine/enginerequest.h"
#include "engine/eventoutbox.h"
#include "engine/helpersupervisor.h"
#include "engine/ledger.h"
#include "engine/requestencoder.h"
#include "engine/run.h"

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace Spawn {

// The I/O thread's side of one AsyncSpawner: its queue, its commands, its helper.
//
// A command waits until there is a helper, a free place among those that run, and credit: at most
// Wire::MaximumOutstanding may be on their way between the engine and the child's clone.
class Engine final : public RunHost, public SupervisorListener, public Watcher
{
public:
    Engine(Reactor &reactor, std::shared_ptr<EventMailbox> events);
    ~Engine();

    void submit(Request::Submit request, std::shared_ptr<const ApplicationContext> context);
    void perform(EngineAction action); // any other
    void close(); // destroys, and tells nothing afterwards

    // Before the thread sleeps: starts what can be started, tells what happened.
    void endOfBatch();
    // Closed, and nothing is left that has to be reaped, detached commands apart.
    bool isGone(bool evenDetached) const;

private:
    enum Role { Retry, Look };

    Reactor &reactor() override { return m_reactor; }
    Ledger &ledger() override { return m_ledger; }
    ControlGroups &controlGroups() override { return m_groups; }
    void tell(EngineEvent &&event) override;
    void returned(Run &run) override;
    void settled(Run &run) override;
    void gone(Run &run) override;

    void helperReady() override { m_encoder.reset(); }
    void helperStateChanged(Event::HelperState state, pid_t pid) override;
    void helperEnded(Event::HelperEnded &end) override;
    void helperFailed(Event::HelperFailed failure) override;
    void helperLogged(QByteArray line) override;
    void helperAnswered(std::chrono::microseconds roundTrip) override;
    void frameReceived(const Wire::Frame &frame) override;
    void pidfdReceived(uint64_t id, Wire::Descriptor pidfd) override;

    void descriptorReady(int, uint32_t) override { }
    void deadlineReached(int role) override;

    void configure(const EngineSettings &settings);
    void start();
    void destroy();
    void observe(std::shared_ptr<EngineObserver> observer);
    void raise(Run &run);
    Run *find(uint64_t id);
    int runningLimit() const;
    void schedule();
    enum class Sending { Sent, Later, Ended };
    Sending send(Run &run);
    void enqueue(Run &run);
    void retryLater();
    bool isShortForGood();
    void answered();
    void follow(Run &run);
    void lookForStarts();
    void failWaiting(Wire::Stage stage, int error, const QString &text);
    void refusedReceived(const Wire::Frame &frame);
    void executedReceived(const Wire::Frame &frame);
    std::vector<Run *> runsInOrder() const; // of their ids

    Reactor &m_reactor;
    EventOutbox m_outbox;
    std::shared_ptr<EngineObserver> m_observer; // as a rule none
    EngineSettings m_settings;
    Ledger m_ledger;
    ControlGroups m_groups;
    std::unordered_map<uint64_t, std::unique_ptr<Run>> m_runs;
    std::vector<std::unique_ptr<Run>> m_gone; // deleted at the end of the batch: one may be running
    CommandQueue m_queue;
    HelperSupervisor m_supervisor;
    RequestEncoder m_encoder;
    rlim_t m_descriptorLimit = 1024;
    int m_running = 0; // sent or cloned, not settled, and in need of a place
    int m_outstanding = 0; // sent, and no answer yet
    std::vector<uint64_t> m_withoutPidfd; // cloned, and no descriptor was free for it
    std::optional<Deadlines::Key> m_retry;
    std::optional<TimePoint> m_shortSince; // of descriptors, memory or processes
    std::vector<uint64_t> m_leftByHelper; // cloned by one that is dead, and not known to run yet
    std::optional<Deadlines::Key> m_look;
    bool m_destroyed = false;
    bool m_closed = false;
    bool m_everStarted = false;
    QString m_failure; // why there is no helper, while there is none
    int m_failureError = 0;
};

} // namespace Spawn
