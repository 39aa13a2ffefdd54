// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "helper/helperlink.h"

#include "common/infork.h"
#include "common/programfolder.h"

#include <QtTest/QtTest>

#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn::Wire;
using Change = std::function<void(HelperLink &)>;

// Who may start a helper: nobody whom it could lend something.
class tst_Trust : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void s2_descriptorsOfAnotherKind_data();
    void s2_descriptorsOfAnotherKind();
    void s2_peerOfAnotherUser();
    void s6_leavesNoCore();
    void s9_setIdHelper_data();
    void s9_setIdHelper();
    void s9_helperWithCapabilities();

private:
    static constexpr unsigned Nobody = 65534;

    QByteArray copyOfTheHelper() const;
    // Why nothing of this kind can be tried here, or nothing.
    QByteArray obstacle() const;

    ProgramFolder m_folder;
};

static End refusal()
{
    return {CLD_EXITED, 2};
}

static Descriptor endOfPair(int domain, int type)
{
    int ends[2];
    if (socketpair(domain, type | SOCK_CLOEXEC, 0, ends) != 0)
        return {};
    close(ends[0]);
    return Descriptor(ends[1]);
}

void tst_Trust::s2_descriptorsOfAnotherKind_data()
{
    QTest::addColumn<Change>("change");
    QTest::newRow("the two sockets swapped")
        << Change([](HelperLink &link) { std::swap(link.helperControl, link.helperLane); });
    QTest::newRow("packets where frames are to be") << Change(
        [](HelperLink &link) { link.helperControl = endOfPair(AF_UNIX, SOCK_SEQPACKET); });
    QTest::newRow("a socket of the network") << Change([](HelperLink &link) {
        link.helperControl.reset(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    });
    QTest::newRow("datagrams where packets are to be")
        << Change([](HelperLink &link) { link.helperLane = endOfPair(AF_UNIX, SOCK_DGRAM); });
    QTest::newRow("a file where frames are to be") << Change(
        [](HelperLink &link) { link.helperControl.reset(open("/dev/null", O_RDWR | O_CLOEXEC)); });
    QTest::newRow("no lane") << Change([](HelperLink &link) { link.helperLane.reset(); });
    QTest::newRow("a device for the ledger") << Change(
        [](HelperLink &link) { link.ledger.reset(open("/dev/zero", O_RDWR | O_CLOEXEC)); });
    QTest::newRow("no ledger") << Change([](HelperLink &link) { link.ledger.reset(); });
}

void tst_Trust::s2_descriptorsOfAnotherKind()
{
    QFETCH(const Change, change);
    HelperLink link;
    change(link);
    QVERIFY(link.start());
    QCOMPARE(link.helperEnd(), refusal());
    QVERIFY(link.standardError().contains("started by hand"));
}

void tst_Trust::s2_peerOfAnotherUser()
{
    // A pair of sockets bears the user of whoever made it.
    if (seteuid(Nobody) != 0)
        QSKIP("Only root becomes another user.");
    int ends[2];
    const int result = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
    QCOMPARE(seteuid(0), 0);
    QCOMPARE(result, 0);
    HelperLink link;
    link.control.reset(ends[0]);
    link.helperControl.reset(ends[1]);
    QVERIFY(link.start());
    QCOMPARE(link.helperEnd(), refusal());
}

static rlim_t coreLimit(pid_t pid)
{
    rlimit limit{};
    return prlimit(pid, RLIMIT_CORE, nullptr, &limit) == 0 ? limit.rlim_cur : ~rlim_t{0};
}

// The environments of all commands go through its memory.
void tst_Trust::s6_leavesNoCore()
{
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_CORE, &before), 0);
    const rlimit some{before.rlim_max, before.rlim_max};
    if (some.rlim_cur == 0)
        QSKIP("No process leaves a core here.");
    QCOMPARE(setrlimit(RLIMIT_CORE, &some), 0);
    HelperLink link;
    const bool started = link.startAndGreet();
    setrlimit(RLIMIT_CORE, &before);
    QVERIFY(started);
    QCOMPARE(coreLimit(link.processId()), rlim_t{0});
    QCOMPARE(kill(link.processId(), SIGSEGV), 0);
    QCOMPARE(link.helperEnd(), (End{CLD_KILLED, SIGSEGV})); // and not CLD_DUMPED
}

QByteArray tst_Trust::copyOfTheHelper() const
{
    QFile original(QStringLiteral(HELPER_PROGRAM));
    if (!original.open(QIODevice::ReadOnly) || !m_folder.write(u"helper"_s, original.readAll()))
        return {};
    chmod(m_folder.bytes().constData(), 0755);
    return m_folder.bytes(u"helper"_s);
}

QByteArray tst_Trust::obstacle() const
{
    struct statvfs system
    {
    };
    if (geteuid() != 0)
        return "Only root gives programs away.";
    if (statvfs(m_folder.bytes().constData(), &system) != 0 || (system.f_flag & ST_NOSUID) != 0)
        return "This file system ignores what makes a program privileged.";
    return {};
}

void tst_Trust::s9_setIdHelper_data()
{
    QTest::addColumn<unsigned>("mode");
    QTest::newRow("of another user") << 04755U;
    QTest::newRow("of another group") << 02755U;
}

void tst_Trust::s9_setIdHelper()
{
    QFETCH(const unsigned, mode);
    if (const QByteArray reason = obstacle(); !reason.isEmpty())
        QSKIP(reason.constData());
    HelperLink link;
    link.program = copyOfTheHelper();
    QCOMPARE(chown(link.program.constData(), Nobody, Nobody), 0);
    QCOMPARE(chmod(link.program.constData(), mode), 0);
    QVERIFY(link.start());
    const End end = link.helperEnd();
    const QByteArray words = link.standardError();
    QVERIFY2(words.contains("started by hand"), words.constData());
#ifndef __SANITIZE_ADDRESS__ // which may not look for leaks in such a program, and says so
    QCOMPARE(end, refusal());
#else
    QVERIFY(end.code == CLD_EXITED && end.status != 0);
#endif
}

// Started as an ordinary user: for root they are nothing special.
static QByteArray startAsNobody(const QByteArray &program, unsigned user, bool refused)
{
    if (setgroups(0, nullptr) != 0 || setresgid(user, user, user) != 0
        || setresuid(user, user, user) != 0)
        return "cannot become another user";
    HelperLink link;
    link.program = program;
    if (!link.start())
        return "it was not started";
    if (!refused)
        return link.greet() ? "" : "it does not greet: " + link.standardError();
    return link.helperEnd() == refusal() ? "" : "it was not refused";
}

void tst_Trust::s9_helperWithCapabilities()
{
    if (const QByteArray reason = obstacle(); !reason.isEmpty())
        QSKIP(reason.constData());
    const QByteArray program = copyOfTheHelper();
    QCOMPARE(inFork([&] { return startAsNobody(program, Nobody, false); }), QByteArray());
    vfs_cap_data capabilities{};
    capabilities.magic_etc = VFS_CAP_REVISION_2 | VFS_CAP_FLAGS_EFFECTIVE;
    capabilities.data[0].permitted = 1U << CAP_NET_RAW;
    if (setxattr(program.constData(), "security.capability", &capabilities, XATTR_CAPS_SZ_2, 0)
        != 0)
        QSKIP("This file system knows no capabilities.");
    QCOMPARE(inFork([&] { return startAsNobody(program, Nobody, true); }), QByteArray());
}

QTEST_GUILESS_MAIN(tst_Trust)
#include "tst_trust.moc"
