// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/backoff.h"
#include "engine/controlgroups.h"
#include "engine/engineevent.h"
#include "engine/enginerequest.h"
#include "engine/helperlink.h"
#include "engine/helperprocess.h"
#include "engine/ledger.h"

#include <memory>
#include <optional>

namespace Spawn {

class SupervisorListener
{
public:
    virtual void helperReady() = 0;
    virtual void helperStateChanged(Event::HelperState state, pid_t pid) = 0;
    // Its channel has been read to the end, and it will clone no more.
    virtual void helperEnded(Event::HelperEnded &end) = 0;
    virtual void helperFailed(Event::HelperFailed failure) = 0; // there will be none
    virtual void helperLogged(QByteArray line) = 0;
    virtual void helperAnswered(std::chrono::microseconds roundTrip) = 0; // a heartbeat
    virtual void frameReceived(const Wire::Frame &frame) = 0; // of those that are about commands
    virtual void pidfdReceived(uint64_t id, Wire::Descriptor pidfd) = 0;

protected:
    ~SupervisorListener() = default;
};

// Keeps one helper alive: starts it, shakes hands, asks whether it is there, replaces it.
//
//   state        on                             becomes
//   NotRunning   start()                        Starting, or Failed if there is none to start
//   Starting     its Hello                      Running, or Failed if it is of another version
//   Starting     it ends, or says nothing       Restarting, or Failed after too many in a row
//   Running      it ends, is silent, errs       Restarting (automatic), NotRunning (manual), Failed
//   Restarting   the back-off is over           Starting
//   Failed       start()                        Starting
//   any          stop()                         NotRunning
class HelperSupervisor final : public Watcher, public HelperLinkListener
{
public:
    HelperSupervisor(Reactor &reactor, Ledger &ledger, ControlGroups &groups,
                     SupervisorListener &listener);
    ~HelperSupervisor();

    void configure(const EngineSettings &settings);
    void start();
    void stop(); // kills it; nothing is restarted

    Event::HelperState state() const { return m_state; }
    // When an application goes on asking, a failure is tried again, but not at any rate.
    bool mayRetryAfterFailure() const;
    // Not one that has been killed, and whose end has not been seen yet.
    bool isReady() const { return m_state == Event::HelperState::Running && !m_killedFor; }
    bool hasProcess() const { return m_process != nullptr; }
    pid_t processId() const { return m_process ? m_process->pid() : 0; }
    HelperLink &link() { return *m_link; } // while ready

    void descriptorReady(int, uint32_t) override { }
    void deadlineReached(int role) override;

    void frameReceived(const Wire::Frame &frame) override;
    void pidfdReceived(uint64_t id, Wire::Descriptor pidfd) override;
    void channelBroken(const QString &problem) override;

private:
    enum Role { Handshake, Heartbeat, Restart, Closing };

    void setState(Event::HelperState state);
    void setDeadline(std::chrono::milliseconds delay, Role role);
    void clearDeadlines();
    void startNow();
    void startFailed(int error);
    void fail(Event::HelperProblem problem, int error, const QString &text);
    void helloReceived(const Wire::Frame &frame);
    void beat();
    void kill(Event::HelperEnd reason, const QString &problem);
    void processEnded(const ExitStatus &status);

    Reactor &m_reactor;
    Ledger &m_ledger; // opened for the first helper
    ControlGroups &m_groups; // likewise, if the settings ask for it
    SupervisorListener &m_listener;
    EngineSettings m_settings;
    Event::HelperState m_state = Event::HelperState::NotRunning;
    uint32_t m_generation = 0;
    std::unique_ptr<HelperLink> m_link;
    std::unique_ptr<HelperProcess> m_process;
    TimePoint m_startedAt;
    BackOff m_backOff;
    std::optional<TimePoint> m_failedAt;
    std::chrono::milliseconds m_rest{0}; // after it
    std::optional<Event::HelperEnd> m_killedFor;
    QString m_problem;
    bool m_startAgain = false; // start() came while the last one was dying
    std::optional<Event::HelperFailed> m_incompatible;

    // Heartbeat. Only turns in which this thread itself was on time count as silence.
    bool m_heard = true;
    bool m_asked = false;
    int m_silentTurns = 0;
    uint64_t m_pings = 0;
    TimePoint m_pingedAt;
    TimePoint m_nextTurn;

    std::optional<Deadlines::Key> m_deadlines[4]; // by role
};

} // namespace Spawn
