// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands/commandspage.h"

#include "monitor-app/syntheticapplication.h"

#include "commands/commanddetails.h"
#include "commands/outputview.h"
#include "look/theme.h"
#include "models/cellrole.h"
#include "widgets/rowtable.h"
#include "widgets/searchfield.h"
#include "window/shownapplication.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtGui/QClipboard>
#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>

using namespace Spawn;
using State = CommandReply::State;

// One that takes requests, as the client will.
class ObedientApplication final : public SyntheticApplication
{
public:
    void request(const QString &what, const QList<quint64> &ids, int signalNumber) override
    {
        requests.append({what, ids, signalNumber});
        Q_EMIT answered(what, error);
    }

    struct Request
    {
        QString what;
        QList<quint64> ids;
        int signalNumber = 0;
    };
    QList<Request> requests;
    QString error;
};

class CommandsPageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void chipsAndFilter();
    void wrongQuery();
    void emptyStates();
    void selectionSurvives();
    void scrollSurvives();
    void copies();
    void exports();
    void columnsAreRemembered();
    void opens();
    void details();
    void asksBeforeKilling();
    void asksNoMore();
    void actionsSayWhyNot();
    void refusals();

private:
    QAction *action(const QString &text) const;
    int rowOf(quint64 id) const;
    void select(quint64 id) const
    {
        m_table->selectionModel()->setCurrentIndex(m_table->model()->index(rowOf(id), 0),
                                                   QItemSelectionModel::ClearAndSelect
                                                       | QItemSelectionModel::Rows);
    }
    QDialog *dialog() const { return m_page->findChild<QDialog *>(); }
    QPushButton *button(const QWidget *parent, const QString &text) const;
    void showAgain();

    QTemporaryDir m_folder;
    std::unique_ptr<Theme> m_theme;
    ObedientApplication *m_source = nullptr;
    std::unique_ptr<ShownApplication> m_shown;
    std::unique_ptr<CommandsPage> m_page;
    RowTable *m_table = nullptr;
    SearchField *m_search = nullptr;
};

void CommandsPageTest::initTestCase()
{
    QVERIFY(m_folder.isValid());
    QCoreApplication::setOrganizationName(QStringLiteral("AsyncSpawner"));
    QCoreApplication::setApplicationName(QStringLiteral("tst_commandspage"));
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
}

void CommandsPageTest::init()
{
    QSettings().clear();
    m_theme = std::make_unique<Theme>(Theme::Choice::Light);
    m_source = new ObedientApplication;
    m_source->fill();
    m_source
        ->command(802, {QStringLiteral("sh"), QStringLiteral("-c"), QStringLiteral("make -j2")},
                  QStringLiteral("build"), State::Running)
        .processId
        = 5100;
    m_source->command(803, {QStringLiteral("sleep"), QStringLiteral("9")}, {}, State::Running);
    m_shown
        = std::make_unique<ShownApplication>(m_source, [] { return SyntheticApplication::now(); });
    showAgain();
}

void CommandsPageTest::showAgain()
{
    m_page = std::make_unique<CommandsPage>();
    m_page->resize(1072, 700);
    m_page->setApplication(m_shown.get());
    m_table = m_page->findChild<RowTable *>();
    m_search = m_page->findChild<SearchField *>();
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    m_table->setFocus();
}

void CommandsPageTest::cleanup()
{
    m_page.reset();
    m_shown.reset();
    m_theme.reset();
}

QAction *CommandsPageTest::action(const QString &text) const
{
    for (QAction *const one : m_page->actions()) {
        if (one->text() == text)
            return one;
    }
    return nullptr;
}

QPushButton *CommandsPageTest::button(const QWidget *parent, const QString &text) const
{
    for (QPushButton *const one : parent->findChildren<QPushButton *>()) {
        if (one->text() == text)
            return one;
    }
    return nullptr;
}

int CommandsPageTest::rowOf(quint64 id) const
{
    for (int row = 0; row < m_table->model()->rowCount(); ++row) {
        if (m_table->model()->index(row, 0).data(IdRole).toULongLong() == id)
            return row;
    }
    return -1;
}

void CommandsPageTest::chipsAndFilter()
{
    QCOMPARE(m_table->model()->rowCount(), 41);
    QCOMPARE(m_page->count(), std::optional<int>(39));
    QVERIFY(m_page->focusFilter());
    QVERIFY(m_search->hasFocus());
    // Letters are text here.
    QTest::keyClicks(m_search, QStringLiteral("make"));
    QVERIFY(!dialog());
    QCOMPARE(m_table->model()->rowCount(), 1);
    QVERIFY(m_page->clear());
    QCOMPARE(m_table->model()->rowCount(), 41);
    m_search->setText(QStringLiteral("state:failed OR id:803"));
    QCOMPARE(m_table->model()->rowCount(), 3);
}

void CommandsPageTest::wrongQuery()
{
    m_search->setText(QStringLiteral("colour:red"));
    QCOMPARE(m_table->model()->rowCount(), 41);
    QVERIFY(m_search->toolTip().startsWith(u"There is no field “colour”"));
    QVERIFY(m_page->clear());
    QCOMPARE(m_search->text(), QString());
}

void CommandsPageTest::emptyStates()
{
    m_search->setText(QStringLiteral("exit:127"));
    QVERIFY(!m_table->isVisible());
    QPushButton *const clearing = button(m_page.get(), QStringLiteral("Clear filter"));
    QVERIFY(clearing && clearing->isVisible());
    clearing->click();
    QVERIFY(m_table->isVisible());
    m_source->value.commands.clear();
    Q_EMIT m_source->reset();
    QVERIFY(!m_table->isVisible());
    QVERIFY(!clearing->isVisible());
}

void CommandsPageTest::selectionSurvives()
{
    select(814);
    m_table->selectionModel()->select(m_table->model()->index(rowOf(820), 0),
                                      QItemSelectionModel::Select | QItemSelectionModel::Rows);
    const auto selected = [this] {
        QList<quint64> ids;
        for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
            ids += index.data(IdRole).toULongLong();
        std::sort(ids.begin(), ids.end());
        return ids;
    };
    const QList<quint64> both = {814, 820};
    QCOMPARE(selected(), both);
    m_source->value.commands[814].state = State::Running;
    m_source->value.commands.remove(813);
    Q_EMIT m_source->changed({813, 814});
    QTRY_COMPARE(m_table->model()->rowCount(), 40);
    QCOMPARE(selected(), both);
    QCOMPARE(rowOf(814), 2);
    Q_EMIT m_source->reset();
    QCOMPARE(selected(), both);
}

void CommandsPageTest::scrollSurvives()
{
    m_page->resize(1072, 400);
    m_table->scrollTo(m_table->model()->index(rowOf(830), 0), QAbstractItemView::PositionAtTop);
    const int y = m_table->rowViewportPosition(rowOf(830));
    for (const quint64 id : {813, 814, 815})
        m_source->value.commands.remove(id);
    Q_EMIT m_source->changed({813, 814, 815});
    QTRY_COMPARE(m_table->model()->rowCount(), 38);
    QCOMPARE(m_table->rowViewportPosition(rowOf(830)), y);
}

void CommandsPageTest::copies()
{
    select(802);
    QTest::keyClick(m_table, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(
        u"Running\t802\tsh -c 'make -j2'\tbuild\t0\t"));
    QTest::keyClick(m_table, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"sh -c 'make -j2'"_qs);
}

void CommandsPageTest::exports()
{
    m_source->value.commands[803].secret = true;
    Q_EMIT m_source->reset();
    m_search->setText(QStringLiteral("state:running"));
    const QList<QByteArray> lines = m_page->csv().trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines.at(0).startsWith("State,#,Command,Label,Priority,Waited,Ran,"));
    const QJsonArray commands = QJsonDocument::fromJson(m_page->json()).array();
    QCOMPARE(commands.size(), 2);
    QCOMPARE(commands.at(0).toObject().value(u"arguments").toArray().size(), 3);
    QVERIFY(commands.at(1).toObject().value(u"secret").toBool());
    QVERIFY(!m_page->json().contains("sleep"));
    QVERIFY(!m_page->csv().contains("sleep"));
}

void CommandsPageTest::columnsAreRemembered()
{
    const auto hidden = [this](CommandColumn column) {
        return m_table->isColumnHidden(int(column));
    };
    QVERIFY(hidden(CommandColumn::ProcessId));
    QVERIFY(!hidden(CommandColumn::Label));
    for (QAction *const choice : m_page->findChildren<QAction *>()) {
        if (choice->isCheckable() && (choice->text() == u"PID" || choice->text() == u"Label"))
            choice->trigger();
    }
    QVERIFY(!hidden(CommandColumn::ProcessId));
    QVERIFY(hidden(CommandColumn::Label));
    showAgain();
    QVERIFY(!hidden(CommandColumn::ProcessId));
    QVERIFY(hidden(CommandColumn::Label));
    QVERIFY(hidden(CommandColumn::Started));
}

void CommandsPageTest::opens()
{
    QVERIFY(m_page->open({Subject::Kind::Commands, 0, QStringLiteral("state:failed")}));
    QCOMPARE(m_table->model()->rowCount(), 2);
    // One that the filter hides.
    QVERIFY(m_page->open({Subject::Kind::Command, 802, {}}));
    QCOMPARE(m_table->currentIndex().data(IdRole).toULongLong(), 802ULL);
    QVERIFY(!m_page->open({Subject::Kind::Command, 9999, {}}));
    QVERIFY(!m_page->open({Subject::Kind::Restarts, 0, {}}));
    QVERIFY(m_page->find(QStringLiteral("sleep")));
    QCOMPARE(m_table->currentIndex().data(IdRole).toULongLong(), 803ULL);
    QVERIFY(!m_page->find(QStringLiteral("nowhere")));
}

void CommandsPageTest::details()
{
    auto *const details = m_page->findChild<CommandDetails *>();
    auto *const output = m_page->findChild<OutputView *>();
    QVERIFY(!details->isVisible());
    select(801);
    QVERIFY(details->isVisible());
    QVERIFY(output->placeholderText().contains(u"does not share"));
    m_source->value.outputShared = true;
    m_source->value.commands[801].outputTail = "\x1b[31mred\x1b[0m\n";
    m_source->value.commands[801].errorTail = "a\x01\n";
    Q_EMIT m_source->changed({801});
    QTRY_VERIFY(output->toPlainText().startsWith(u"red\na\\x01\n"));
    QVERIFY(m_page->clear());
    QVERIFY(!details->isVisible());
    QVERIFY(!m_page->clear());
    QTest::keyClick(m_table, Qt::Key_Return);
    QVERIFY(details->isVisible());
}

void CommandsPageTest::asksBeforeKilling()
{
    select(802);
    m_table->selectionModel()->select(m_table->model()->index(rowOf(803), 0),
                                      QItemSelectionModel::Select | QItemSelectionModel::Rows);
    QTest::keyClick(m_table, Qt::Key_K);
    QVERIFY(dialog());
    // Until then a key is the page's.
    dialog()->activateWindow();
    QTRY_COMPARE(QApplication::activeWindow(), dialog());
    QCOMPARE(dialog()->windowTitle(), u"Kill 2 commands?"_qs);
    QVERIFY(button(dialog(), QStringLiteral("Keep running"))->isDefault());
    QTest::keyClick(dialog(), Qt::Key_Return);
    QVERIFY(m_source->requests.isEmpty());
    QTRY_VERIFY(!dialog());
    m_page->activateWindow(); // no window manager does it here
    QTRY_COMPARE(QApplication::activeWindow(), m_page.get());
    QTest::keyClick(m_table, Qt::Key_K);
    button(dialog(), QStringLiteral("Kill 2 commands"))->click();
    QCOMPARE(m_source->requests.size(), 1);
    QCOMPARE(m_source->requests.first().what, u"kill"_qs);
    QCOMPARE(m_source->requests.first().ids, (QList<quint64>{802, 803}));
}

void CommandsPageTest::asksNoMore()
{
    QSettings().setValue(QStringLiteral("commands/ask/cancel"), false);
    select(813);
    QTest::keyClick(m_table, Qt::Key_C);
    QVERIFY(!dialog());
    QCOMPARE(m_source->requests.size(), 1);
    QCOMPARE(m_source->requests.first().what, u"cancel"_qs);
    QTest::keyClick(m_table, Qt::Key_E);
    QCOMPARE(m_source->requests.last().what, u"raise"_qs);
}

void CommandsPageTest::actionsSayWhyNot()
{
    QAction *const kill = action(QStringLiteral("Kill"));
    QAction *const raise = action(QStringLiteral("Run earlier"));
    QVERIFY(!kill->isEnabled());
    QCOMPARE(kill->toolTip(), u"No command is selected (K)"_qs);
    select(813);
    QVERIFY(!kill->isEnabled());
    QCOMPARE(kill->toolTip(), u"It does not run (K)"_qs);
    QVERIFY(raise->isEnabled());
    select(802);
    QVERIFY(kill->isEnabled());
    QVERIFY(!raise->isEnabled());
    m_source->value.controlAllowed = false;
    Q_EMIT m_source->reset();
    QVERIFY(!kill->isEnabled());
    QCOMPARE(kill->toolTip(), u"photoindexer does not allow it (K)"_qs);
}

void CommandsPageTest::refusals()
{
    m_source->error = QStringLiteral("read only");
    QSettings().setValue(QStringLiteral("commands/ask/terminate"), false);
    select(802);
    QTest::keyClick(m_table, Qt::Key_T);
    QCOMPARE(m_shown->refusal(), u"“terminate” was refused: read only"_qs);
    m_source->error.clear();
    QTest::keyClick(m_table, Qt::Key_T);
    QCOMPARE(m_shown->refusal(), QString());
}

QTEST_MAIN(CommandsPageTest)
#include "tst_commandspage.moc"
