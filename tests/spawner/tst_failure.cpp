// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/failure.h"

#include "engine/commandspec.h"
#include "wire/ledger.h"

#include <QtTest/QTest>

#include <cerrno>
#include <fcntl.h>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace Spawn;

using Stage = CommandResult::Stage;

class FailureTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namesTheCulprit_data();
    void namesTheCulprit();
    void describes_data();
    void describes();
    void keepsASecret();
    void namesAnInheritedDirectory();
    void namesAnyDetail();
};

static CommandSpec exampleSpec()
{
    CommandSpec spec;
    spec.arguments = {"no-such", "argument"};
    spec.workingDirectory = "/no/such";
    spec.targets[0] = spec.targets[2] = CommandSpec::StreamTarget::File;
    spec.extras().files[0] = {"/no/input", O_RDONLY};
    spec.extras().files[2] = {"/no/error", O_WRONLY};
    spec.extras().niceLevel = -5;
    return spec;
}

void FailureTest::namesTheCulprit_data()
{
    QTest::addColumn<Stage>("stage");
    QTest::addColumn<uint>("detail");
    QTest::addColumn<QString>("culprit");

    const uint descriptor = Wire::ChildDescriptor;
    const uint resource = Wire::Resource;
    QTest::newRow("program") << Stage::Exec << 0U << u"\"no-such\""_s;
    QTest::newRow("interpreter") << Stage::Exec << uint(Wire::InterpreterMissing)
                                 << u"\"no-such\" (the interpreter it names is missing)"_s;
    QTest::newRow("directory") << Stage::Directory << 0U << u"the directory \"/no/such\""_s;
    QTest::newRow("file for input")
        << Stage::Descriptor << descriptor << u"standard input \"/no/input\""_s;
    QTest::newRow("no file for output")
        << Stage::Descriptor << descriptor + 1 << u"standard output"_s;
    QTest::newRow("file for errors")
        << Stage::Descriptor << descriptor + 2 << u"standard error \"/no/error\""_s;
    QTest::newRow("extra descriptor") << Stage::Descriptor << descriptor + 7 << u"descriptor 7"_s;
    QTest::newRow("no descriptor named") << Stage::Descriptor << 0U << u"a descriptor"_s;
    QTest::newRow("nice level") << Stage::Limit << uint(Wire::NiceLevel) << u"the nice level -5"_s;
    QTest::newRow("resource") << Stage::Limit << resource + RLIMIT_NOFILE
                              << u"the resource limit RLIMIT_NOFILE"_s;
    QTest::newRow("no resource of ours")
        << Stage::Limit << resource + RLIM_NLIMITS << u"a resource limit"_s;
    QTest::newRow("fork") << Stage::Fork << 0U << QString();
}

void FailureTest::namesTheCulprit()
{
    QFETCH(Stage, stage);
    QFETCH(uint, detail);
    QTEST(culpritOf(exampleSpec(), stage, detail), "culprit");
}

void FailureTest::describes_data()
{
    QTest::addColumn<Stage>("stage");
    QTest::addColumn<int>("systemError");
    QTest::addColumn<QString>("culprit");
    QTest::addColumn<QString>("text");

    QTest::newRow("exec") << Stage::Exec << ENOENT << u"\"no-such\""_s
                          << u"cannot run \"no-such\": No such file or directory"_s;
    QTest::newRow("exec, a name with a placeholder")
        << Stage::Exec << EACCES << u"\"%1 %2\""_s << u"cannot run \"%1 %2\": Permission denied"_s;
    QTest::newRow("directory") << Stage::Directory << ENOENT << u"the directory \"/x\""_s
                               << u"cannot enter the directory \"/x\": No such file or directory"_s;
    QTest::newRow("descriptor") << Stage::Descriptor << EBADF << u"descriptor 7"_s
                                << u"cannot set up descriptor 7: Bad file descriptor"_s;
    QTest::newRow("limit") << Stage::Limit << EPERM << u"the nice level -5"_s
                           << u"cannot set up the nice level -5: Operation not permitted"_s;
    QTest::newRow("validation") << Stage::Validation << EINVAL << u"\"argv\" is empty"_s
                                << u"\"argv\" is empty"_s;
    QTest::newRow("waited too long")
        << Stage::Queue << ETIMEDOUT << QString() << u"the command waited too long in the queue"_s;
    QTest::newRow("queue full") << Stage::Queue << EAGAIN << QString()
                                << u"too many commands are waiting"_s;
    QTest::newRow("pipe") << Stage::Pipe << EMFILE << QString()
                          << u"cannot create pipes for the command: Too many open files"_s;
    QTest::newRow("transfer, with a reason")
        << Stage::Transfer << 0 << u"there is no helper"_s
        << u"cannot hand the command to the helper: there is no helper"_s;
    QTest::newRow("fork") << Stage::Fork << EAGAIN << QString()
                          << u"cannot create a process: Resource temporarily unavailable"_s;
    QTest::newRow("nothing known of it")
        << Stage::Exec << 0 << QString() << u"cannot run the command"_s;
    QTest::newRow("no stage") << Stage::None << 0 << QString()
                              << u"the command could not be started"_s;
}

void FailureTest::describes()
{
    QFETCH(Stage, stage);
    QFETCH(int, systemError);
    QFETCH(QString, culprit);
    QTEST(describeFailure(stage, systemError, culprit), "text");
}

void FailureTest::keepsASecret()
{
    CommandSpec spec = exampleSpec();
    spec.secret = true;
    QCOMPARE(culpritOf(spec, Stage::Exec), u"the program"_s);
}

void FailureTest::namesAnInheritedDirectory()
{
    QCOMPARE(culpritOf(CommandSpec(), Stage::Directory), u"the application's directory"_s);
}

// The detail comes from memory that others can write to.
void FailureTest::namesAnyDetail()
{
    for (const quint32 detail : {1U, 999U, 2147484646U, 2147484647U, 4294967295U}) {
        for (const Stage stage : {Stage::Exec, Stage::Descriptor, Stage::Limit})
            QVERIFY(!culpritOf(exampleSpec(), stage, detail).isEmpty());
    }
    QCOMPARE(culpritOf(CommandSpec(), Stage::Exec), u"\"\""_s);
}

QTEST_GUILESS_MAIN(FailureTest)
#include "tst_failure.moc"
