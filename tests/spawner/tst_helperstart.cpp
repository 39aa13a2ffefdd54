// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/fakehelper.h"
#include "common/heldcommand.h"
#include "common/helperspy.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtTest/QTest>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <deque>
#include <elf.h>

using namespace Qt::StringLiterals;
using namespace Spawn;
using Error = CommandResult::Error;
using Kind = SpawnerError::Kind;
using SpawnerState = AsyncSpawner::State;

// Helpers that cannot be started, or are of another version.
class HelperStartTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void f07_helperThatCannotBeStarted_data();
    void f07_helperThatCannotBeStarted();
    void f07_aBurstOfRequests();
    void f07_startTellsItToo();
    void aNewRequestLooksAgain();
    void startLooksAgain();
    void anotherVersion_data();
    void anotherVersion();
    void f08_helperReplacedByAnotherVersion();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    bool succeedsSoon() // after a failure nobody looks again at once
    {
        return QTest::qWaitFor([&] { return runCommand(spawner(), {u"true"_s}).isSuccess(); },
                               CommandSpy::Patience);
    }

    SpawnerFixture m_fixture;
};

static QByteArray programOfAnotherMachine()
{
    Elf64_Ehdr header{};
    memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS64;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_ident[EI_VERSION] = EV_CURRENT;
    header.e_type = ET_EXEC;
    header.e_machine = EM_VAX;
    header.e_version = EV_CURRENT;
    header.e_ehsize = sizeof header;
    return QByteArray(reinterpret_cast<const char *>(&header), sizeof header)
        .leftJustified(4096, 0);
}

void HelperStartTest::f07_helperThatCannotBeStarted_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("mode"); // 0: no such file
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<int>("systemError");

    QTest::newRow("missing") << QByteArray() << 0 << Kind::HelperNotFound << ENOENT;
    QTest::newRow("not executable") << QByteArray("\x7f"
                                                  "ELF")
                                    << 0644 << Kind::HelperNotFound << EACCES;
    QTest::newRow("anybody may write to it")
        << QByteArray("#!/bin/sh\n") << 0777 << Kind::HelperNotFound << EPERM;
    QTest::newRow("text") << QByteArray("exit 0\n") << 0755 << Kind::HelperFailedToStart << ENOEXEC;
    QTest::newRow("empty") << QByteArray() << 0755 << Kind::HelperFailedToStart << ENOEXEC;
    QTest::newRow("of another machine")
        << programOfAnotherMachine() << 0755 << Kind::HelperFailedToStart << ENOEXEC;
    QTest::newRow("without its interpreter")
        << QByteArray("#!/no/such/interpreter\n") << 0755 << Kind::HelperFailedToStart << ENOENT;
}

void HelperStartTest::f07_helperThatCannotBeStarted()
{
    QFETCH(QByteArray, content);
    QFETCH(int, mode);
    QFETCH(Kind, kind);
    QFETCH(int, systemError);

    const ProgramFolder folder;
    if (mode != 0)
        QVERIFY(folder.write(u"helper"_s, content, static_cast<mode_t>(mode)));
    const HelperSpy helpers(spawner());
    spawner().setHelperProgram(folder.path(u"helper"_s));
    std::deque<CommandSpy> commands;
    for (int i = 0; i < 3; ++i)
        commands.emplace_back(spawner().aspawn({u"true"_s}));
    for (CommandSpy &command : commands) {
        QVERIFY(command.waitForGone());
        QCOMPARE(command.order(), "finished");
        QCOMPARE(command.result().error, Error::FailedToStart);
        QCOMPARE(command.result().stage, CommandResult::Stage::Transfer);
        QCOMPARE(command.result().systemError, systemError);
        QCOMPARE(command.result().attempts, 0);
        QCOMPARE(command.result().processId, 0);
        QVERIFY(command.result().errorString().contains(folder.path(u"helper"_s)));
    }
    // Once for all that were asked for at a time.
    const qsizetype errors = helpers.errors.size();
    QVERIFY(errors >= 1 && errors <= 3);
    for (const SpawnerError &error : helpers.errors) {
        QCOMPARE(error.kind, kind);
        QCOMPARE(error.systemError, systemError);
        QVERIFY2(error.text.contains(folder.path(u"helper"_s)), qPrintable(error.text));
    }
    QCOMPARE(helpers.drained, 1);
    QVERIFY(helpers.started.isEmpty());
    QVERIFY(helpers.exits.isEmpty()); // there was none
    QCOMPARE(helpers.states, QList<SpawnerState>{SpawnerState::Failed});
    QCOMPARE(spawner().helperProcessId(), 0);
    QVERIFY(spawner().restartHistory().isEmpty());

    // With another program the next request finds one.
    spawner().setHelperProgram(QStringLiteral(HELPER_PROGRAM));
    QCOMPARE(runCommand(spawner(), testChild({u"exit"_s, u"3"_s})).exitCode, 3);
    QCOMPARE(helpers.errors.size(), errors);
    QCOMPARE(spawner().state(), SpawnerState::Running);
}

// A thousand requests are no thousand looks and no thousand lines in a log.
void HelperStartTest::f07_aBurstOfRequests()
{
    static constexpr int Count = 2000;
    const HelperSpy helpers(spawner());
    spawner().setHelperProgram(u"/no/such/helper"_s);
    int finished = 0;
    for (int i = 0; i < Count; ++i) {
        spawner().aspawn({u"true"_s}, this, [&finished](const CommandResult &result) {
            finished += result.error == Error::FailedToStart ? 1 : 0;
        });
    }
    QTRY_COMPARE_WITH_TIMEOUT(finished, Count, CommandSpy::Patience);
    QVERIFY2(helpers.errors.size() < Count / 4, qPrintable(QString::number(helpers.errors.size())));
}

void HelperStartTest::f07_startTellsItToo()
{
    const HelperSpy helpers(spawner());
    spawner().setHelperProgram(u"/no/such/helper"_s);
    spawner().start();
    QTRY_COMPARE(helpers.errors.size(), 1);
    QCOMPARE(helpers.errors[0].kind, Kind::HelperNotFound);
    QCOMPARE(spawner().state(), SpawnerState::Failed);
}

// It may have been installed in the meantime. Not each request does: there is a short rest.
void HelperStartTest::aNewRequestLooksAgain()
{
    const HelperSpy helpers(spawner());
    FakeHelper helper(u"helper"_s);
    QVERIFY(helper.become("/no/such/helper"));
    spawner().setHelperProgram(helper.path());
    for (int i = 1; i <= 3; ++i) {
        QVERIFY(QTest::qWaitFor(
            [&] {
                const bool failed
                    = runCommand(spawner(), {u"true"_s}).error == Error::FailedToStart;
                return failed && helpers.errors.size() == i;
            },
            CommandSpy::Patience));
    }
    QVERIFY(helper.becomeReal());
    QVERIFY(succeedsSoon());
    QCOMPARE(helpers.errors.size(), 3);
    QCOMPARE(helpers.started.size(), 1);
}

void HelperStartTest::startLooksAgain()
{
    const HelperSpy helpers(spawner());
    FakeHelper helper(u"helper"_s);
    QVERIFY(helper.become("/no/such/helper"));
    spawner().setHelperProgram(helper.path());
    spawner().start();
    QTRY_COMPARE(helpers.errors.size(), 1);
    QVERIFY(helper.becomeReal());
    spawner().start();
    QTRY_COMPARE(helpers.started.size(), 1);
    QCOMPARE(helpers.errors.size(), 1);
    QCOMPARE(
        helpers.states,
        (QList<SpawnerState>{SpawnerState::Failed, SpawnerState::Starting, SpawnerState::Running}));
}

void HelperStartTest::anotherVersion_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("version"); // as the text names it
    QTest::newRow("of the protocol") << u"other-version"_s << u"(protocol 999)"_s;
    QTest::newRow("of the build") << u"other-build"_s << u"0.0.1-other"_s;
}

void HelperStartTest::anotherVersion()
{
    QFETCH(QString, mode);
    QFETCH(QString, version);

    const HelperSpy helpers(spawner());
    FakeHelper helper(mode);
    spawner().setHelperProgram(helper.path());
    const CommandResult result = runCommand(spawner(), {u"true"_s});
    QCOMPARE(result.error, Error::FailedToStart);
    QCOMPARE(result.stage, CommandResult::Stage::Transfer);
    QCOMPARE(helpers.errors.size(), 1);
    QCOMPARE(helpers.errors[0].kind, Kind::HelperIncompatible);
    const QString text = helpers.errors[0].text;
    QVERIFY2(text.contains(version), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral(ASYNCSPAWNER_BUILD_ID)), qPrintable(text));
    QVERIFY2(result.errorString().contains(version), qPrintable(result.errorString()));
    // It would be the same again.
    QCOMPARE(helper.starts(), 1);
    QCOMPARE(helpers.exits.size(), 1);
    QCOMPARE(helpers.exits[0].reason, HelperExit::Reason::ProtocolError);
    QVERIFY(helpers.started.isEmpty());
    QCOMPARE(spawner().state(), SpawnerState::Failed);

    QVERIFY(helper.becomeReal());
    QVERIFY(succeedsSoon());
    QCOMPARE(helpers.errors.size(), 1);
}

// As an update of the package does to an application that runs.
void HelperStartTest::f08_helperReplacedByAnotherVersion()
{
    const HelperSpy helpers(spawner());
    FakeHelper helper(u"other-build"_s);
    QVERIFY(helper.becomeReal());
    spawner().setHelperProgram(helper.path());
    CommandSpy running(spawner().aspawn(heldCommand(8)));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted(), CommandSpy::Patience);
    QVERIFY(helper.becomeFake());
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess()); // the old one still runs
    QVERIFY(helpers.errors.isEmpty());

    kill(static_cast<pid_t>(spawner().helperProcessId()), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(helpers.errors.size(), 1, CommandSpy::Patience);
    QCOMPARE(helpers.errors[0].kind, Kind::HelperIncompatible);
    QCOMPARE(helpers.exits.size(), 2);
    QCOMPARE(helpers.exits[0].carriedOver, 1);
    // What runs needs no helper.
    QVERIFY(!running.isFinished());
    QCOMPARE(running.reply()->write("x"), 1);
    QVERIFY(running.waitForGone());
    QCOMPARE(running.result().exitCode, 8);
}

QTEST_GUILESS_MAIN(HelperStartTest)
#include "tst_helperstart.moc"
