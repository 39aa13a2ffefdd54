// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "attach/attachmodel.h"

#include "monitor-app/attachtargets.h"

#include "attach/processtree.h"

#include <QtCore/QItemSelectionModel>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QtTest>

#include <unistd.h>

using namespace Spawn;
using Status = AttachTarget::Status;

class AttachModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cells();
    void selectionSurvives();
    void remembersWhatWasLearnt();
    void foreignText();
    void sentences_data();
    void sentences();
    void examines();
    void processes();

private:
    QString text(int row, int column) const
    {
        return m_model->index(row, column).data().toString();
    }

    std::unique_ptr<AttachModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void AttachModelTest::init()
{
    m_tester.reset();
    m_model = std::make_unique<AttachModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_model->setTargets(AttachTargets::all(), AttachTargets::Now);
}

void AttachModelTest::cells()
{
    QCOMPARE(m_model->rowCount(), 7);
    QCOMPARE(text(0, AttachModel::StatusColumn), u"Other user"_qs);
    QCOMPARE(text(0, AttachModel::UserColumn), u"root"_qs);
    QCOMPARE(text(0, AttachModel::UpColumn), u"4 d 07 h"_qs);
    QCOMPARE(text(2, AttachModel::StatusColumn), u"Ready"_qs);
    QCOMPARE(text(2, AttachModel::ProcessColumn), u"6233"_qs);
    QCOMPARE(text(2, AttachModel::UpColumn), u"4 m"_qs);
    QCOMPARE(text(3, AttachModel::UpColumn), u"6 h 40 m"_qs);
    QCOMPARE(text(4, AttachModel::StatusColumn), u"Monitor is off"_qs);
    QCOMPARE(text(4, AttachModel::LibraryColumn), QString());
    QCOMPARE(text(6, AttachModel::StatusColumn), u"Version too new"_qs);
    const QModelIndex ready = m_model->index(2, AttachModel::StatusColumn);
    QVERIFY((ready.data(MarkRole).value<Mark>() == Mark{Glyph::Tick, Tone::Ok}));
    QVERIFY(!ready.data(QuietRole).toBool());
    QVERIFY(m_model->index(6, AttachModel::ApplicationColumn).data(QuietRole).toBool());
}

void AttachModelTest::selectionSurvives()
{
    QItemSelectionModel selection(m_model.get());
    selection.select(m_model->index(3, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    const auto selected = [&] {
        const QModelIndexList rows = selection.selectedRows();
        return rows.isEmpty() ? QString() : m_model->at(rows.first().row()).target.name;
    };
    QList<AttachTarget> targets = AttachTargets::all();
    targets.removeAt(1);
    targets.insert(0, AttachTargets::target(u"aaa"_qs, 7001, Status::Ready, 0));
    targets.insert(2, AttachTargets::target(u"bbb"_qs, 7002, Status::Ready, 0));
    m_model->setTargets(targets, AttachTargets::Now + 2000);
    QCOMPARE(selected(), u"mailer"_qs);
    QCOMPARE(m_model->targets(), targets);
    // In another order: nothing is lost either.
    std::reverse(targets.begin(), targets.end());
    m_model->setTargets(targets, AttachTargets::Now + 4000);
    QCOMPARE(selected(), u"mailer"_qs);
    QCOMPARE(m_model->targets(), targets);
    m_model->setTargets({}, AttachTargets::Now + 6000);
    QCOMPARE(selected(), QString());
}

void AttachModelTest::remembersWhatWasLearnt()
{
    const QString ingest = m_model->at(2).key();
    m_model->setAttached(ingest, true);
    QCOMPARE(text(2, AttachModel::StatusColumn), u"Attached, read-only"_qs);
    m_model->setTargets(AttachTargets::all(), AttachTargets::Now + 2000);
    QCOMPARE(text(2, AttachModel::StatusColumn), u"Attached, read-only"_qs);
    QVERIFY(!m_model->at(2).canBeAttached());
    m_model->setDetached(ingest);
    QCOMPARE(text(2, AttachModel::StatusColumn), u"Ready"_qs);
    m_model->setRefused(ingest, u"It did not answer."_qs);
    QCOMPARE(situationText(m_model->at(2)), u"ingest was not attached. It did not answer."_qs);
    QVERIFY(m_model->at(2).canBeAttached());
    // Of another process by the same name nothing is known.
    QList<AttachTarget> without = AttachTargets::all();
    without.removeAt(2);
    m_model->setTargets(without, AttachTargets::Now);
    m_model->setTargets(AttachTargets::all(), AttachTargets::Now);
    QCOMPARE(text(2, AttachModel::StatusColumn), u"Ready"_qs);
}

void AttachModelTest::foreignText()
{
    const QString hostile = u"a\u202eb\n<b>c</b>"_qs;
    m_model->setTargets({AttachTargets::target(hostile, 1, Status::Off, 1)}, AttachTargets::Now);
    QCOMPARE(text(0, AttachModel::ApplicationColumn), u"a\\u202eb\\n<b>c</b>"_qs);
    const QString tip = m_model->index(0, 0).data(Qt::ToolTipRole).toString();
    QVERIFY2(tip.contains(u"&lt;b&gt;"_qs), qPrintable(tip));
}

void AttachModelTest::sentences_data()
{
    QTest::addColumn<int>("row");
    QTest::addColumn<QString>("situation");
    QTest::addColumn<QString>("remedy");
    QTest::newRow("other user") << 0 << u"backupd belongs to root."_qs
                                << u"Run spawn-monitor as root to attach to it."_qs;
    QTest::newRow("off") << 4 << u"The monitor of notes is off."_qs
                         << u"Start it with ASYNCSPAWNER_MONITOR=1, as Launch does."_qs;
    QTest::newRow("too new") << 6
                             << u"renderfarm describes itself in format 3; this monitor knows 1."_qs
                             << u"Install spawn-monitor 2.0.0 or newer to attach to it."_qs;
}

void AttachModelTest::sentences()
{
    QFETCH(int, row);
    QTEST(situationText(m_model->at(row)), "situation");
    QTEST(remedyText(m_model->at(row)), "remedy");
}

void AttachModelTest::examines()
{
    const QTemporaryDir folder;
    QFile description(folder.filePath(u"x.json"_qs));
    QVERIFY(description.open(QIODevice::WriteOnly));
    description.write(R"({"format":2,"libraryVersion":"9.9"})");
    description.close();
    MonitorTarget target;
    target.name = u"x"_qs;
    target.processId = getpid();
    target.socket = folder.filePath(u"x.socket"_qs);
    AttachTarget found = examined(target);
    QCOMPARE(found.status, Status::Ready);
    QCOMPARE(found.library, u"9.9"_qs);
    const qint64 age = QDateTime::currentMSecsSinceEpoch() - found.started;
    QVERIFY2(age >= -1000 && age < 600'000, qPrintable(QString::number(age)));
    target.problem = u"has the newer format 2"_qs;
    QCOMPARE(examined(target).status, Status::TooNew);
    description.remove();
    QCOMPARE(examined(target).status, Status::Broken);
    target.socket.clear();
    QCOMPARE(examined(target).status, Status::Off);
}

void AttachModelTest::processes()
{
    QProcess shell;
    shell.start(u"sh"_qs, {u"-c"_qs, u"sleep 60 & echo $!; wait"_qs});
    QVERIFY(shell.waitForReadyRead());
    const qint64 grandchild = shell.readAllStandardOutput().trimmed().toLongLong();
    QVERIFY(descendsFrom(grandchild, shell.processId()));
    QVERIFY(descendsFrom(grandchild, getpid()));
    QVERIFY(!descendsFrom(shell.processId(), grandchild));
    QVERIFY(runningProcess(grandchild).isRunning);
    QCOMPARE(runningProcess(grandchild).userId, qint64(geteuid()));
    kill(pid_t(grandchild), SIGKILL);
    QVERIFY(shell.waitForFinished());
    QTRY_VERIFY(!runningProcess(grandchild).isRunning);
    QVERIFY(!runningProcess(-1).isRunning);
}

QTEST_GUILESS_MAIN(AttachModelTest)
#include "tst_attachmodel.moc"
